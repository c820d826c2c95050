/** How to read the figures. */
export const remarks = [
  '**A key** is a keydown and the letter that follows, through the events of the browser; its handlers end when the editor has the letter and everything that listens to it is done. Three times 40 keys, 40 ms apart, after 40 that are not counted and after 3 s in which the parser may finish; each figure is the median of the three. After a jump it is five times twelve keys: before each the parser has forgotten the text, as in a page that has just been opened.',
  '**The peers** are a plain CodeMirror with Markdown, line wrapping and `yCollab`, beside Encke as it is: toolbar, preview, comments, announcements and all. They have the text and the people from the same server.',
  '**An edit of somebody else** counts from its arrival in the document of the page, one every 0.1 s into a line on the screen; a frame takes up to 16.7 ms by itself.',
]
