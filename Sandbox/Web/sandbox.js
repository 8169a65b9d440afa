// The pages work without this. It shows e-mails at their full height, and copies what can be copied.
for (const frame of document.querySelectorAll('.mail iframe')) {
  const fit = () => {
    const content = frame.contentDocument?.documentElement;
    if (content) {
      const resize = () => { frame.style.height = `${content.offsetHeight}px`; };
      // Images come later than the text, and lines break anew where the window changes.
      new ResizeObserver(resize).observe(content);
      resize();
    }
  };
  frame.addEventListener('load', fit);
  if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.body?.childElementCount > 0) {
    fit();
  }
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.getElementById(`${button.dataset.copy}-copied`).textContent = 'Copied.';
  });
}
