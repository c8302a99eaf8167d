import { FILTERS } from './script-filters.ts'

/**
 * The script of the page: filters, tabs, copying and the switch of themes. It makes no markup from text (`textContent`
 * and `createElement` alone), asks nothing of the network, and without it everything stands open on the page.
 */
export const SCRIPT = `'use strict';
(function () {
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById('data').textContent);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const make = (name, text, attributes) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    for (const key of Object.keys(attributes || {})) element.setAttribute(key, attributes[key]);
    return element;
  };
  const plural = (number, word) => number + ' ' + word + (number === 1 ? '' : 's');
  root.classList.add('on');

  // ---- what is long begins closed; anchors and printing open it
  const findings = all('.f');
  if (findings.length > 60) for (const rule of all('#findings .rule').slice(1)) rule.open = false;
  for (const closed of all('#accepted .rule,#beyond .rule,.und,.reg')) closed.open = false;
  for (const section of all('#exposure,#controls')) {
    const documents = all('details.doc', section);
    if (documents.length > 3) for (const document of documents.slice(1)) document.open = false;
  }
  let opened = [];
  addEventListener('beforeprint', () => {
    for (const button of all('.more button')) button.click();
    opened = all('details:not([open])');
    for (const each of opened) each.open = true;
  });
  addEventListener('afterprint', () => {
    for (const each of opened) each.open = false;
    opened = [];
  });

  // ---- titles of controls, where the page names them by their ids alone
  const nameControls = (cell) => {
    for (const item of all('.cl li', cell)) {
      const link = item.querySelector('a');
      const control = link && item.childNodes.length < 4 && document.getElementById(link.hash.slice(1));
      if (control) item.append(' ' + control.querySelector('.ct').textContent);
    }
    cell.dataset.named = '';
  };
  for (const cell of all('.panel:not(:first-of-type) .cell')) {
    cell.addEventListener('toggle', () => { if (cell.dataset.named === undefined) nameControls(cell); });
  }

  // ---- the switch of themes
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = make('button', '', { type: 'button', id: 'theme' });
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches);
  const nameTheme = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    nameTheme();
    save();
  });
  dark.addEventListener('change', nameTheme);
  document.getElementById('tools').append(theme);

  // ---- tabs of frameworks
  for (const tabs of all('[data-tabs]')) {
    const panels = all('.panel', tabs);
    const list = make('div', '', { role: 'tablist', 'aria-label': 'Framework' });
    const buttons = panels.map((panel) => {
      const button = make('button', panel.dataset.tab, { type: 'button', role: 'tab', id: panel.id + '-t', 'aria-controls': panel.id });
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', button.id);
      list.append(button);
      return button;
    });
    tabs.show = (index) => {
      buttons.forEach((button, at) => {
        button.setAttribute('aria-selected', String(at === index));
        button.tabIndex = at === index ? 0 : -1;
        panels[at].hidden = at !== index;
      });
    };
    list.addEventListener('click', (event) => {
      const index = buttons.indexOf(event.target);
      if (index >= 0) { tabs.show(index); save(); }
    });
    list.addEventListener('keydown', (event) => {
      const now = buttons.indexOf(event.target);
      const steps = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 };
      if (now < 0 || !(event.key in steps)) return;
      event.preventDefault();
      const next = (steps[event.key] + buttons.length) % buttons.length;
      tabs.show(next);
      buttons[next].focus();
      save();
    });
    tabs.prepend(list);
    tabs.show(0);
  }
  const tabOf = (tabs) => all('[role=tab]', tabs).findIndex((tab) => tab.getAttribute('aria-selected') === 'true');

  // ---- copying
  const said = make('p', '', { role: 'status', class: 'said', id: 'said' });
  document.getElementById('tools').prepend(said);
  const copyButton = (text, name) => {
    const button = make('button', 'Copy', { type: 'button', 'aria-label': 'Copy ' + name + ' ' + text });
    button.addEventListener('click', () => {
      copy(text).then(
        () => { said.textContent = 'Copied'; button.textContent = 'Copied'; },
        () => { said.textContent = 'Could not be copied'; button.textContent = 'Select and copy'; },
      );
      setTimeout(() => { button.textContent = 'Copy'; said.textContent = ''; }, 1500);
    });
    return button;
  };
  const copy = (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const field = make('textarea', text);
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error('refused'));
  };
  for (const line of all('.fp')) {
    const print = line.querySelector('code');
    print.after(copyButton(print.textContent, 'fingerprint'));
    const command = line.querySelector('.waive code');
    if (command) command.after(copyButton(command.textContent, 'command'));
  }

  // ---- operations of a finding beyond the first few
  for (const item of all('.more[data-more]')) {
    const from = Number(item.dataset.from);
    const rest = data.lists[data.of[Number(item.dataset.more)]].slice(from);
    const button = make('button', 'Show ' + rest.length + ' more', { type: 'button', 'aria-label': 'Show ' + plural(rest.length, 'more operation') });
    button.addEventListener('click', () => {
      const items = rest.map((label) => {
        const each = make('li');
        each.append(make('code', data.labels[label]));
        return each;
      });
      item.replaceWith(...items);
    });
    item.replaceChildren(button);
  }

${FILTERS}
  // ---- links within the page
  const reveal = () => {
    if (location.hash.startsWith('#?')) { restore(); return; }
    const target = location.hash.length > 1 && document.getElementById(decode(location.hash.slice(1)));
    if (!target) return;
    if (target.closest('[hidden]')) {
      const form = target.closest('.rule') ? forms.findings : forms.exposure;
      if (form && !target.closest('.panel')) { saved = ''; form.reset(); apply[form.dataset.filter](); }
    }
    for (let up = target; up; up = up.parentElement) {
      if (up.localName === 'details') up.open = true;
      if (up.classList.contains('panel')) {
        const tabs = up.closest('[data-tabs]');
        tabs.show(all('.panel', tabs).indexOf(up));
      }
    }
    target.scrollIntoView();
    if (target.localName === 'details') target.firstElementChild.focus({ preventScroll: true });
  };
  const decode = (text) => {
    try { return decodeURIComponent(text); } catch { return text; }
  };
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (event) => {
    const cell = event.target.closest('.fleet td[data-r]');
    if (cell) {
      const control = cell.closest('table').rows[0].cells[cell.cellIndex].textContent;
      location.hash = 'c-' + cell.parentElement.dataset.i + '-' + control;
      return;
    }
    const link = event.target.closest('a[data-op]');
    if (!link || !forms.findings) return;
    event.preventDefault();
    forms.findings.reset();
    forms.findings.elements.op.value = link.dataset.op;
    filterFindings();
    for (const rule of all('#findings .rule:not([hidden])')) rule.open = true;
    save();
    const heading = document.getElementById('findings');
    heading.scrollIntoView();
    forms.findings.elements.op.focus({ preventScroll: true });
  });
  reveal();
  nameTheme();
})();
`
