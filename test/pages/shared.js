/** What the test pages share. Plain JavaScript, as pages are. */

export const query = new URLSearchParams(location.search);

/** The second origin, for videos from another host: `?foreign=http://localhost:1234`. */
export const foreign = query.get('foreign') ?? location.origin;

export function clip(name, origin = '') {
  return `${origin}/clips/${name}`;
}

/** A video as feeds have it: muted, looping, playing by itself unless told otherwise. */
export function makeVideo({ src, label = '', autoplay = true, loop = true } = {}) {
  const video = document.createElement('video');
  video.muted = true;
  video.loop = loop;
  video.playsInline = true;
  video.autoplay = autoplay;
  if (label) video.setAttribute('aria-label', label);
  if (src) video.src = src;
  return video;
}

/** Feeds a fragmented mp4 to the video through Media Source Extensions, as streaming sites do. */
export async function playThroughMediaSource(video, name) {
  const mimes = await (await fetch('/clips/clips.json')).json();
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  const buffer = source.addSourceBuffer(mimes[name]);
  const bytes = await (await fetch(clip(name))).arrayBuffer();
  buffer.appendBuffer(bytes);
  await new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
  source.endOfStream();
}
