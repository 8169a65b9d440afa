// The pages work without this. It keeps a double click from sending a form twice, waits for an app that is just being restarted, and
// tells screen readers how much time is left.
const script = document.currentScript.src;
const appAnswers = () => fetch(script, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(5000) })
  .then((response) => response.status < 500, () => false);

document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.sent) {
    return;
  }
  form.dataset.sent = 'true';
  // For about two seconds every address answers with an empty 500. The app is asked first, as a form that is sent twice could act twice.
  if (!await appAnswers()) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  form.submit();
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
