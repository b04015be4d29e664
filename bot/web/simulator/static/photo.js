// Makes photos small before they are sent, as WhatsApp does: at most 1600 pixels a side, JPEG, nothing of where it was taken.

import { NotTaken } from "./post.js";

const MOST_PIXELS = 1600;
const QUALITY = 0.85;

/** A picture file as a small JPEG. */
export async function shrunk(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new NotTaken("This file is not a picture that can be read.");
  }
  const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const surface = canvas.getContext("2d");
  surface.fillStyle = "white";
  surface.fillRect(0, 0, canvas.width, canvas.height);
  surface.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
