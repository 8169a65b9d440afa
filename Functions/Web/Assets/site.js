// The pages work without this. It keeps a double click from sending a form twice, and tells screen readers how much time is left.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
});

// The back button brings a page back as it was left.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form').forEach((form) => delete form.dataset.sent);
});

const countdown = document.querySelector('.countdown');
if (countdown) {
  const live = countdown.querySelector('[aria-live]');
  const seconds = Number(countdown.dataset.seconds);
  for (const left of [60, 30, 10]) {
    setTimeout(() => { live.textContent = `${left} seconds left`; }, (seconds - left) * 1000);
  }
}
