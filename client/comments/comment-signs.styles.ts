import { css } from 'lit'

/** The dot beside what is new to the reader. */
export const freshStyles = css`
  .fresh {
    flex: none;
    width: 8px;
    height: 8px;
    background: var(--_accent);
    border: 1px solid transparent;
    border-radius: 50%;
  }
  @media (forced-colors: active) {
    .fresh {
      background: Highlight;
      border-color: CanvasText;
    }
  }
`

/** The initials of a person on their colour. */
export const discStyles = css`
  .disc {
    display: grid;
    flex: none;
    place-items: center;
    width: 24px;
    height: 24px;
    font-size: 10px;
    font-weight: 600;
    line-height: 1;
    color: #ffffff;
    background: var(--_person);
    border: 1px solid transparent;
    border-radius: 50%;
    user-select: none;
  }
  .disc::before {
    content: attr(data-initials);
  }
  @media (forced-colors: active) {
    .disc {
      border-color: CanvasText;
    }
  }
`
