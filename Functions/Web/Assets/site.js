// The pages work without this. It keeps a double click from sending a form twice, waits for an app that is just being restarted, counts the
// dialog's seconds, closes it with Escape, looks whether a badge is accepted, and copies texts.
const script = document.currentScript.src;
const appAnswers = () => fetch(script, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(5000) })
  .then((response) => response.status < 500, () => false);

let sending;
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form === sending) {
    return;
  }
  event.preventDefault();
  if (form.dataset.sent) {
    return;
  }
  form.dataset.sent = 'true';
  // For about two seconds every address answers with an empty 500. The app is asked first, as a form that is sent twice could act twice.
  if (!await appAnswers()) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  // Not submit(): that goes where the form goes, whatever the button that was pressed says.
  sending = form;
  form.requestSubmit(event.submitter);
  sending = undefined;
});

const isSending = () => document.querySelector('form[data-sent]') !== null;

// The back button brings a page back as it was left; what a dialog says may be over by then.
window.addEventListener('pageshow', (event) => {
  document.querySelectorAll('form').forEach((form) => delete form.dataset.sent);
  if (event.persisted && document.querySelector('.dialog, .waiting')) {
    location.reload();
  }
});

const dialog = document.querySelector('.dialog');
if (dialog) {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      dialog.querySelector('form[action$="/close"]').requestSubmit();
    }
  });

  const countdown = dialog.querySelector('.countdown');
  const [shown, spoken] = countdown.children;
  const said = [60, 30, 10];
  // By the clock: a phone that sleeps does not count.
  const end = Date.now() + countdown.dataset.seconds * 1000;
  const count = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    if (left <= said[0]) {
      spoken.textContent = countdown.dataset.left.replace('{0}', left);
      said.splice(0, said.filter((mark) => left <= mark).length);
    }
    if (left === 0 && !isSending()) {
      clearInterval(timer);
      location.replace(countdown.dataset.over);
    }
  };
  const timer = setInterval(count, 1000);
  count();
  countdown.hidden = false;
  dialog.querySelector('.until').remove();
}

// A member who comes back from the platform waits for its word: every three seconds, for three minutes, and not in a tab that nobody sees.
let looks = 60;
const look = async () => {
  if (!document.hidden) {
    looks -= 1;
    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(5000) }).catch(() => null);
    const html = answer?.ok ? await answer.text().catch(() => null) : null;
    if (html && !isSending() && !new DOMParser().parseFromString(html, 'text/html').querySelector('.waiting')) {
      location.reload();
      return;
    }
  }
  if (looks > 0) {
    setTimeout(look, 3000);
  }
};
if (document.querySelector('.waiting')) {
  setTimeout(look, 3000);
}

// What a button copies is in the field that it names; HTML also as what it looks like, for programs that take that.
const copy = async (text, isHtml) => {
  if (isHtml && window.ClipboardItem) {
    await navigator.clipboard.write([new ClipboardItem({
      'text/html': new Blob([text], { type: 'text/html' }),
      'text/plain': new Blob([text], { type: 'text/plain' }),
    })]);
  } else {
    await navigator.clipboard.writeText(text);
  }
};
document.querySelectorAll('[data-copy]').forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    try {
      await copy(field.value, 'copyHtml' in button.dataset);
      button.nextElementSibling.textContent = button.dataset.copied;
    } catch {
      // Not allowed here: it is selected, and can be copied by hand.
      field.focus();
    }
  });
});
