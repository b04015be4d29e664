// What the phones say to the server, and what they hear from it.

const { token, mostBytes } = document.body.dataset;
const KINDS_TAKEN = "pictures, PDF, Ogg, AMR, MP3 and M4A sound";

/** The server did not take something; the message says why, for the person at the phone. */
export class NotTaken extends Error {}

const REASONS = {
  400: "This could not be sent.",
  403: "The server was started anew. Please reload this page.",
  413: "Too large: at most 5 MB can be sent.",
  415: `This kind of file is not taken. Taken are ${KINDS_TAKEN}.`,
};

async function post(path, body, type) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body, headers: { "Content-Type": type, "X-Simulator-Token": token } });
  } catch {
    throw new NotTaken("No connection to the server. It was not sent.");
  }
  if (!answer.ok) throw new NotTaken(REASONS[answer.status] ?? `The server could not take it (${answer.status}).`);
  return answer.status === 204 ? null : answer.json();
}

const asJson = (path, content) => post(path, JSON.stringify(content), "application/json");

/** Sends one message of a phone. */
export const send = (message) => asJson("/simulator/send", message);

/** Tells which messages reached a phone and which were read on it. */
export const tellSeen = (seen) => asJson("/simulator/seen", seen);

/** Uploads a file; gives the name under which a message brings it along. */
export async function upload(file) {
  if (file.size > Number(mostBytes)) throw new NotTaken(REASONS[413]);
  const { name } = await post("/simulator/files", file, "application/octet-stream");
  return name;
}
