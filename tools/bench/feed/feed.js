/**
 * A feed as sites build them: posts in a grid, of which those near the screen have a source and those on it play.
 * `?videos=`, `?columns=`, `?width=` of a video in px, `?boxed` for a feed that scrolls in a box of its own, `?src=`.
 */
const query = new URLSearchParams(location.search);
const number = (name, otherwise) => Number(query.get(name) ?? otherwise);
const [videos, columns] = [number('videos', 10), number('columns', 1)];

const feed = document.querySelector('#feed');
feed.style.setProperty('--columns', columns);
feed.style.setProperty('--width', `${number('width', 480)}px`);
const boxed = query.has('boxed');
feed.classList.toggle('boxed', boxed);

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) target.src = query.get('src');
      else target.removeAttribute('src');
      if (!isIntersecting) target.load();
    }
  },
  { rootMargin: '400px' },
);
const onScreen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) target.play().catch(() => undefined);
      else target.pause();
    }
  },
  { threshold: 0.5 },
);

function post(i) {
  const article = document.createElement('article');
  const words = document.createElement('p');
  words.textContent = `Post ${i} of somebody who wrote a line about it`;
  article.append(words);
  if (i < videos) {
    const video = document.createElement('video');
    Object.assign(video, { muted: true, loop: true, playsInline: true });
    article.append(video);
    near.observe(video);
    onScreen.observe(video);
  } else article.append(Object.assign(document.createElement('div'), { style: 'height: 270px' }));
  return article;
}
for (let i = 0; i < Math.max(videos, 10); i++) feed.append(post(i));

const ticker = document.querySelector('#ticker');
/** Puts in and takes out so many elements in all. */
function mutate(times) {
  for (let i = 0; i < times; i += 2) {
    const made = document.createElement('span');
    made.textContent = 'tick';
    ticker.append(made);
    if (ticker.childElementCount > 20) ticker.firstElementChild.remove();
  }
}

const longTasks = [];
new PerformanceObserver((list) =>
  longTasks.push(...list.getEntries().map(({ duration }) => duration)),
).observe({
  type: 'longtask',
});

/** So many frames a second a scrolled page draws on any machine: more of them would be more work of its own, and seem to be the extension's. */
const FRAMES_A_SECOND = 30;

/** The next of these frames. */
async function nextFrame(before) {
  const [frame, early] = [1000 / FRAMES_A_SECOND, 1000 / 120];
  const wait = before + frame - early - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  return new Promise(requestAnimationFrame);
}

/**
 * Scrolls up and down for a while.
 * @param speed px a second. @param mutations a second.
 * @returns frames that were drawn, and durations of long tasks in ms.
 */
async function run({ seconds, speed, mutations }) {
  const box = boxed ? feed : document.scrollingElement;
  const length = box.scrollHeight - box.clientHeight;
  const start = performance.now();
  let [now, before, frames] = [start, start, 0];
  longTasks.length = 0;
  while (now - start < seconds * 1000) {
    before = now;
    now = await nextFrame(now);
    frames++;
    if (mutations > 0) mutate((mutations * Math.min(now - before, 100)) / 1000);
    if (speed === 0) continue;
    const way = ((now - start) / 1000) * speed;
    box.scrollTop = length - Math.abs(length - (way % (2 * length)));
  }
  return { frames, longTasks: [...longTasks], seconds: (now - start) / 1000 };
}

Object.assign(globalThis, { bench: { run } });
