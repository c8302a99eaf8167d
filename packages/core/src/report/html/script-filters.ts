/** The part of the script that filters and sorts, and that keeps its state in the address. */
export const FILTERS = String.raw`  // ---- filters
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
    const { es, ...narrowing } = values;
    const isFiltered = Object.keys(narrowing).length > 0;
    for (const document of all('#exposure details.doc')) {
      const isLeft = document.querySelector('.op:not([hidden])') !== null;
      document.hidden = isFiltered && !isLeft;
      if (isFiltered && isLeft) document.open = true;
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
`
