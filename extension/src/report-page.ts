/** What the page is shown with. */
export interface PageOptions {
  /** Random, new for each page: by it the browser knows the script below as ours. */
  readonly nonce: string
  readonly isDark: boolean
  /** An operation, such as `DELETE /users`, that is to be in view. */
  readonly operation?: string | undefined
}

/** What the page tells the extension. */
export interface PageMessage {
  /** A place that somebody has chosen; line and column count from 1. */
  readonly open: { readonly file: string; readonly line: number; readonly column: number }
}

/** What the extension tells the page. */
export interface PageCommand {
  readonly theme?: 'dark' | 'light'
  readonly operation?: string
}

/**
 * The page of a report as it is shown in VS Code: in its theme, with places that lead to the editor. The page's own
 * Content-Security-Policy stays in force; it is widened by one script and its styles, which are known by a nonce.
 */
export function pageFor(html: string, { nonce, isDark, operation }: PageOptions): string {
  const data = JSON.stringify({ operation: operation ?? null }).replaceAll('<', '\\u003c')
  const added = `<style nonce="${nonce}">${STYLES}</style>`
  const script = `<script nonce="${nonce}">(${BRIDGE})(${data})</script>`
  return widened(html, nonce)
    .replace('<html lang="en">', `<html lang="en" data-theme="${isDark ? 'dark' : 'light'}">`)
    .replace('</head>', () => `${added}\n</head>`)
    .replace('</body>', () => `${script}\n</body>`)
}

function widened(html: string, nonce: string): string {
  return html.replace(/(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/, (_, head, policy) => {
    const source = `'nonce-${nonce}'`
    const withStyle = String(policy).replace('style-src ', `style-src ${source} `)
    const withScript = withStyle.includes('script-src ')
      ? withStyle.replace('script-src ', `script-src ${source} `)
      : `${withStyle}; script-src ${source}`
    return `${head}${withScript}"`
  })
}

/** A page that says why there is no report, or none yet. */
export function emptyPage(why: string): string {
  const text = why.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><title>Specward</title></head><body><p>${text}</p></body></html>`
}

/** VS Code pads the body of every page, and has its own looks for code. */
const STYLES = `body{padding:0!important}
code{color:inherit;background:none;padding:0}
[data-place]{cursor:pointer;text-decoration:underline;text-underline-offset:2px}
[data-place]:hover{color:var(--link)}
.op[data-shown]{outline:2px solid var(--focus);outline-offset:-2px}
#theme{display:none}`

/** Runs in the page; it makes no markup from text, and no request. */
const BRIDGE = `function (data) {
  const host = acquireVsCodeApi();
  const root = document.documentElement;
  const place = /^(.+):(\\d+):(\\d+)$/;
  const choose = (element) => {
    const found = place.exec(element.textContent);
    if (found) host.postMessage({ open: { file: found[1], line: Number(found[2]), column: Number(found[3]) } });
  };
  const mark = () => {
    for (const code of document.querySelectorAll('code')) {
      if (code.dataset.place !== undefined || !place.test(code.textContent)) continue;
      code.dataset.place = '';
      code.tabIndex = 0;
      code.setAttribute('role', 'link');
      code.title = 'Open in the editor';
    }
  };
  const show = (operation) => {
    if (!operation) return;
    for (const row of document.querySelectorAll('.op[data-op]')) {
      delete row.dataset.shown;
      if (row.dataset.op !== operation) continue;
      for (let at = row.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
      row.dataset.shown = '';
      row.scrollIntoView({ block: 'center' });
    }
  };
  addEventListener('click', (event) => {
    const target = event.target.closest('[data-place]');
    if (target) choose(target);
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.dataset && event.target.dataset.place !== undefined) choose(event.target);
  });
  addEventListener('message', (event) => {
    if (event.data.theme) root.dataset.theme = event.data.theme;
    if (event.data.operation) show(event.data.operation);
  });
  mark();
  show(data.operation);
}`
