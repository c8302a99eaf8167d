/**
 * The script of the page: filters, tabs, copying and the switch of themes. It makes no markup from text (`textContent`
 * and `createElement` alone), asks nothing of the network, and without it everything stands open on the page.
 */
export const SCRIPT = String.raw`'use strict';
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
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all('details:not([open])');
    for (const each of opened) {
      each.open = true;
      if (each.matches('.panel:not(:first-of-type) .cell:not([data-named])')) nameControls(each);
    }
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

  // ---- filters
  const forms = {};
  for (const form of all('[data-filter]')) forms[form.dataset.filter] = form;
  const valuesOf = (form) => {
    const values = {};
    if (!form) return values;
    for (const [name, value] of new FormData(form)) if (value !== '') values[name] = (values[name] ? values[name] + ',' : '') + value;
    return values;
  };
  const texts = new Map();
  const textOf = (element) => {
    if (!texts.has(element)) {
      const rule = element.closest('[data-rule]');
      texts.set(element, (element.textContent + ' ' + (rule ? rule.dataset.rule : '')).toLowerCase());
    }
    return texts.get(element);
  };
  const words = (text) => (text || '').toLowerCase().split(/\s+/).filter(Boolean);
  const numbers = new Map(data.labels.map((label, index) => [label, index]));
  const labelsWith = (tag) => {
    const wanted = data.tags.indexOf(tag);
    return new Set(Object.keys(data.tagged).filter((label) => data.tagged[label].includes(wanted)).map(Number));
  };

  const ops = all('.op');
  const filterExposure = () => {
    const values = valuesOf(forms.exposure);
    const asked = words(values.eq);
    let shown = 0;
    for (const op of ops) {
      const { c, t, w } = op.dataset;
      const has = (at) => op.children[at].querySelector('.chip') !== null;
      const fits =
        (!values.ec || c === values.ec) &&
        (!values.et || t === values.et) &&
        (!values.ew || (values.ew === '1') === (w !== undefined)) &&
        (!values.ed || (values.ed !== 'out' && has(3)) || (values.ed !== 'in' && has(4))) &&
        asked.every((word) => textOf(op).includes(word));
      op.hidden = !fits;
      if (fits) shown++;
    }
    tell('exposure', shown, ops.length, 'operation');
  };
  let order = '';
  const sortExposure = () => {
    const by = valuesOf(forms.exposure).es || '';
    if (by === order) return;
    order = by;
    const byPath = new Intl.Collator('en', { numeric: true });
    const place = (op) => Number(op.dataset.at);
    const path = (op) => op.dataset.op.replace(/^\S+ /, '');
    const orders = {
      '': (a, b) => b.dataset.k - a.dataset.k || place(a) - place(b),
      path: (a, b) => byPath.compare(path(a), path(b)) || place(a) - place(b),
      findings: (a, b) => b.dataset.n - a.dataset.n || place(a) - place(b),
      document: (a, b) => place(a) - place(b),
    };
    for (const body of all('.mb')) body.append(...all('.op', body).sort(orders[by] || orders['']));
  };
  const filterFindings = () => {
    const values = valuesOf(forms.findings);
    const asked = words(values.q);
    const severities = values.s ? values.s.split(',') : [];
    const operation = values.op ? numbers.get(values.op) : undefined;
    const part = values.op && operation === undefined ? values.op.toLowerCase() : '';
    const tagged = values.tag ? labelsWith(values.tag) : undefined;
    const left = { findings: 0, accepted: 0, beyond: 0 };
    for (const item of findings) {
      const { i, s, d } = item.dataset;
      const list = data.lists[data.of[Number(i)]];
      const fits =
        (severities.length === 0 || severities.includes(s)) &&
        (!values.r || item.closest('[data-rule]').dataset.rule === values.r) &&
        (operation === undefined || list.includes(operation)) &&
        (part === '' || list.some((label) => data.labels[label].toLowerCase().includes(part))) &&
        (!tagged || list.some((label) => tagged.has(label))) &&
        (!values.d || d.split(' ').includes(values.d)) &&
        (!values.new || item.dataset.known === undefined) &&
        asked.every((word) => textOf(item).includes(word));
      item.hidden = !fits;
      if (fits) left[sectionOf(item)]++;
    }
    const isFiltered = Object.keys(values).length > 0;
    for (const cause of all('.cause')) cause.hidden = isFiltered && !cause.querySelector('.f:not([hidden])');
    for (const rule of all('.rule')) {
      const here = rule.querySelectorAll('.f:not([hidden])').length;
      rule.hidden = isFiltered && here === 0;
      const count = rule.querySelector('summary .cnt');
      const every = Number(count.dataset.all);
      count.textContent = here === every ? plural(every, 'finding') : here + ' of ' + plural(every, 'finding');
    }
    tell('findings', left.findings, inSection.findings, 'finding');
    const live = document.querySelector('[data-count=findings]');
    if (!live) return;
    if (inSection.accepted) live.textContent += ', ' + left.accepted + ' accepted';
    if (inSection.beyond) live.textContent += ', ' + left.beyond + ' beyond the policy';
  };
  const sectionOf = (item) => item.closest('section').id;
  const inSection = { findings: 0, accepted: 0, beyond: 0 };
  for (const item of findings) inSection[sectionOf(item)]++;
  const tell = (name, shown, every, word) => {
    const live = document.querySelector('[data-count=' + name + ']');
    if (!live) return;
    live.textContent = shown === every ? plural(every, word) : shown + ' of ' + plural(every, word);
  };
  const apply = { exposure: () => { sortExposure(); filterExposure(); }, findings: filterFindings };

  // ---- state in the fragment: #?s=error&q=users
  let isRestoring = false;
  let saved = '';
  const save = () => {
    if (isRestoring) return;
    const state = new URLSearchParams();
    for (const name of Object.keys(forms)) {
      const values = valuesOf(forms[name]);
      for (const key of Object.keys(values)) state.set(key, values[key]);
    }
    all('[data-tabs]').forEach((tabs, index) => {
      const tab = tabOf(tabs);
      if (tab > 0) state.set('tab' + index, String(tab));
    });
    if (root.dataset.theme) state.set('theme', root.dataset.theme);
    const text = state.toString();
    // a field that only loses the focus, to a link for instance, leaves the address alone
    if (text === saved) return;
    saved = text;
    history.replaceState(null, '', text === '' ? '#' : '#?' + text);
  };
  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(2));
    isRestoring = true;
    for (const name of Object.keys(forms)) {
      for (const field of forms[name].elements) {
        if (!field.name) continue;
        const value = state.get(field.name) || '';
        if (field.type === 'checkbox') field.checked = value.split(',').includes(field.value);
        else field.value = value;
      }
      apply[name]();
    }
    all('[data-tabs]').forEach((tabs, index) => {
      const tab = Number(state.get('tab' + index));
      tabs.show(tab > 0 && tab < all('.panel', tabs).length ? tab : 0);
    });
    const named = state.get('theme');
    if (named === 'dark' || named === 'light') root.dataset.theme = named;
    saved = state.toString();
    isRestoring = false;
  };
  for (const name of Object.keys(forms)) {
    const form = forms[name];
    let timer;
    const changed = () => { apply[name](); save(); };
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(changed, 120); });
    form.addEventListener('change', () => { clearTimeout(timer); changed(); });
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(changed));
  }
  const suggestions = document.getElementById('operations');
  if (suggestions) suggestions.append(...data.labels.map((label) => make('option', '', { value: label })));

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
