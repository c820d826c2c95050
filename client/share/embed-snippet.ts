/** Where an embedded editor can go. */
export const frameworks = ['html', 'react', 'vue', 'svelte'] as const
export type Framework = (typeof frameworks)[number]

/** What is embedded. */
export interface Embedded {
  server: string
  /** An id, or `link:<token>`. */
  document: string
  /** For screen readers. */
  label: string
  theme: 'auto' | 'light' | 'dark'
}

/** The names of the frameworks: the same in every language. */
export const frameworkNames: Readonly<Record<Framework, string>> = {
  html: 'HTML',
  react: 'React',
  vue: 'Vue',
  svelte: 'Svelte',
}

/** What to paste into a page to have the editor there. Everything in it is escaped for where it stands. */
export function embedSnippet(framework: Framework, { server, document, label, theme }: Embedded): string {
  const attributes = [
    ['server', server],
    ['document', document],
    ...(label === '' ? [] : [['label', label]]),
    ...(theme === 'auto' ? [] : [['theme', theme]]),
  ] as const
  const script = `<script type="module" src="${escapeAttribute(`${server}/encke.js`)}"></script>`
  const html = attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value!)}"`).join('')
  const tag = `<encke-editor${html}></encke-editor>`
  switch (framework) {
    case 'html':
      return `${script}\n${tag}`
    case 'react': {
      // JSX knows the entities of HTML, but a brace would begin an expression only outside of quotes.
      return `// index.html: ${script}\n\nexport function Editor() {\n  return <encke-editor${html} />\n}`
    }
    case 'vue':
      return [
        `<!-- index.html: ${script} -->`,
        "<!-- vite.config: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('encke-') } } }) -->",
        '<template>',
        `  ${tag}`,
        '</template>',
      ].join('\n')
    case 'svelte':
      // A brace begins an expression there, in quotes too.
      return `<svelte:head>\n  ${script}\n</svelte:head>\n\n${tag.replace(/[{}]/g, (brace) => (brace === '{' ? '&#123;' : '&#125;'))}`
    default:
      return framework satisfies never
  }
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
