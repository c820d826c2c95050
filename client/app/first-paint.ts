// A script of its own that the page waits for, without imports: modules run after the first paint, which would be in
// the colours of the reader's system where they chose others.
;(() => {
  try {
    const theme = localStorage.getItem('encke:theme')
    if (theme !== 'light' && theme !== 'dark') return
    document.documentElement.style.colorScheme = theme
    document.querySelector<HTMLMetaElement>('meta[name=color-scheme]')?.setAttribute('content', theme)
  } catch {
    // Storage is forbidden: then nothing was chosen.
  }
})()
