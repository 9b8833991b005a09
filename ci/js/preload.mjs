// Sends what is meant for Chatwork to the sandbox. Only the origin changes; any other address is refused.

const origin = process.env.SANDBOX_CHATWORK;
if (!origin) throw new Error("SANDBOX_CHATWORK is not set");
const real = globalThis.fetch;

globalThis.fetch = (address, init) => {
  const url = new URL(address);
  if (url.origin !== "https://api.chatwork.com") throw new Error(`not Chatwork: ${url.origin}`);
  return real(new URL(url.pathname + url.search, origin), init);
};
