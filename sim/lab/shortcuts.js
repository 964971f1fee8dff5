// Keys in controls, for all elements and panels; put before each of their scripts.

function ownKeys(root) {
  // In JupyterLab the left and right arrows fold headings; on a control of ours they belong to the control.
  for (const node of root.querySelectorAll("input, select, button, textarea")) node.dataset.lmSuppressShortcuts = "true";
  root.addEventListener("keydown", (event) => goOn(event, root));
}

// Shift+Enter in a control runs the notebook's cell and goes on, as it does everywhere else on the page. JupyterLab keeps
// its keys out of controls, so the keys are handed to the notebook around them; a new line in a text stays one.
function goOn(event, root) {
  const book = root.closest(".jp-Notebook");
  if (event.key !== "Enter" || !event.shiftKey || event.target.tagName === "TEXTAREA" || !book) return;
  event.preventDefault();
  book.focus();
  const again = { key: "Enter", code: "Enter", keyCode: 13, shiftKey: true, bubbles: true, cancelable: true };
  book.dispatchEvent(new KeyboardEvent("keydown", again));
}

