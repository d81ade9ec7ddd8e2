// What makes the pages kinder where JavaScript runs. Nothing here is needed: every page works without it.

// After a refusal the list of problems comes first, for the eye and for the screen reader.
document.querySelector('.error-summary')?.focus();

// A link in that list leads to the control itself, not just near it.
for (const link of document.querySelectorAll('.error-summary a[href^="#"]')) {
  link.addEventListener('click', event => {
    const control = document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: 'center' });
  });
}

// A second click sends nothing: the first is on its way. (The server refuses repeats too.)
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'true';
    // an answer that is a file leaves the page where it is: the form must work again
    setTimeout(() => delete form.dataset.sent, 5000);
  });
}
// and the browser's back button may bring back a page as it was left
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// A file that the server would refuse for its size is refused before it travels.
for (const input of document.querySelectorAll('input[type="file"][data-max-bytes]')) {
  input.addEventListener('change', () => {
    const tooLarge = [...input.files].some(file => file.size > Number(input.dataset.maxBytes));
    input.parentElement.querySelector('.file-too-large')?.remove();
    input.toggleAttribute('aria-invalid', tooLarge);
    if (!tooLarge) return;
    const problem = document.createElement('p');
    problem.className = 'field-error file-too-large';
    problem.setAttribute('role', 'alert');
    problem.textContent = input.dataset.tooLarge;
    input.before(problem);
  });
}

// Who sends a form after the session's end finds, once signed in again, what was typed. It is kept in this tab alone, for the
// way over the sign-in page and for the same person.
const draftKey = 'draft';
const main = document.querySelector('main');
function keepDraft(form) {
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && typedIn(form, name).length);
  const draft = { path: location.pathname, person: main.dataset.person, fields };
  try { sessionStorage.setItem(draftKey, JSON.stringify(draft)); } catch { /* no room, no draft */ }
}
function typedIn(form, name) {
  return [...form.elements].filter(it => it.name === name && !['hidden', 'password', 'file', 'submit'].includes(it.type));
}
function restoreDraft() {
  const kept = sessionStorage.getItem(draftKey);
  if (!kept || location.pathname === '/sign-in') return;
  sessionStorage.removeItem(draftKey);
  const draft = JSON.parse(kept);
  const fromSignIn = document.referrer && new URL(document.referrer).pathname === '/sign-in';
  if (!fromSignIn || draft.path !== location.pathname || draft.person !== main.dataset.person) return;
  const form = [...document.querySelectorAll('main form[data-keep]')].find(it => draft.fields.some(([name]) => typedIn(it, name).length));
  if (!form) return;
  for (const control of form.elements) {
    const values = draft.fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (!typedIn(form, control.name).includes(control)) continue;
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
    if (values.some(value => value)) control.closest('details')?.setAttribute('open', '');
  }
  const said = document.createElement('div');
  said.className = 'flash';
  said.setAttribute('role', 'status');
  said.appendChild(document.createElement('p')).textContent = main.dataset.textRestored;
  form.before(said);
}
restoreDraft();
if (location.pathname !== '/sign-in')
  for (const form of document.querySelectorAll('main form[data-keep]')) form.addEventListener('submit', () => keepDraft(form));

// The account menu closes by Escape and by a click elsewhere.
const account = document.querySelector('details.account');
if (account) {
  document.addEventListener('click', event => {
    if (!account.contains(event.target)) account.open = false;
  });
  account.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    account.open = false;
    account.querySelector('summary').focus();
  });
}
