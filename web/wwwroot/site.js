// Says on a page that its contact with Samstyring is lost. The parts that renew themselves stay as they last were, and so does what somebody has typed.
(() => {
  const contact = document.getElementById("contact");
  if (!contact) return;

  // Milliseconds: a process that is started again answers sooner.
  const patience = 5000;
  const missing = new Set();
  let since, timer;

  const show = (state, shown) => contact.querySelector(`[data-state="${state}"]`).hidden = !shown;
  const two = number => String(number).padStart(2, "0");

  const lost = (what, wait) => {
    if (missing.size === 0) since = new Date();
    missing.add(what);
    clearTimeout(timer);
    timer = setTimeout(() => {
      contact.querySelector(".contact__since").textContent = `${two(since.getHours())}.${two(since.getMinutes())}`;
      show("lost", true);
    }, Math.max(0, wait - (new Date() - since)));
  };

  const found = what => {
    missing.delete(what);
    if (missing.size > 0) return;
    clearTimeout(timer);
    show("lost", false);
  };

  const asked = ({ detail }) => {
    const request = detail.ctx?.request;
    return request && (request.method.toUpperCase() === "GET" ? request.action : "act");
  };

  const failed = event => {
    const what = asked(event);
    if (what) lost(what, what === "act" ? 0 : patience);
  };

  addEventListener("offline", () => lost("network", patience));
  addEventListener("online", () => found("network"));

  document.addEventListener("htmx:error", failed);
  document.addEventListener("htmx:response:error", event => {
    const { status } = event.detail.ctx.response;
    if (status === 401) show("signed-out", true);
    if (status >= 502) failed(event);
  });
  document.addEventListener("htmx:after:request", event => {
    const { status } = event.detail.ctx.response;
    if (status < 500) found(asked(event));
    if (status < 400) show("signed-out", false);
  });

  // The feed says when it is whole and when the platform behind it is away.
  document.addEventListener("htmx:sse:error", event => event.detail.status === 401 ? show("signed-out", true) : lost("feed", patience));
  document.addEventListener("lost", () => lost("feed", patience));
  document.addEventListener("live", () => found("feed"));

  // The browser's own page about a missing network would take the place of the form and of what is typed in it.
  document.addEventListener("submit", event => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    lost("network", 0);
  }, true);
})();
