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
