import { css } from 'lit'

/**
 * For labels that look like buttons, and are positioned: the radio itself stays there for the keyboard and for assistive
 * technology, over the whole of its label.
 */
export const coveringRadioStyles = css`
  [type='radio'] {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    appearance: none;
    border-radius: inherit;
    cursor: pointer;
  }
`
