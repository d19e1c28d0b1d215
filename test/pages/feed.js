import { clip, foreign, makeVideo, playThroughMediaSource } from './shared.js';

/** A made-up feed: each post's video reaches the page another way, as on real sites. */
const POSTS = [
  {
    name: 'Rehearsal Diary',
    when: '12 min',
    hue: 340,
    text: 'Three minutes before the rehearsal. I still do not know my lines.',
    caption: 'wait, it is TODAY?',
    clip: 'one-face.webm',
    counts: [214, 18],
  },
  {
    name: 'Corner Café',
    when: '40 min',
    hue: 20,
    text: 'The two who made last night happen.',
    caption: 'say hello to the new owners',
    clip: 'two-faces-left.webm',
    counts: [530, 64],
  },
  {
    name: 'City Planning Office',
    when: '1 h',
    hue: 205,
    text: 'How much the waterfront will grow by 2030, in four seconds.',
    caption: 'building heights, 2024–2030',
    clip: 'no-face.mp4',
    counts: [87, 9],
  },
  {
    name: 'The Lounge',
    when: '2 h',
    hue: 275,
    text: 'Streaming from the lounge again. Ask me anything.',
    caption: 'live at the lounge',
    clip: 'one-face-fragmented.mp4',
    through: 'mediaSource',
    counts: [1204, 311],
  },
  {
    name: 'Stage Door Podcast',
    when: '3 h',
    hue: 130,
    text: 'New episode. The video lies with our host, as always.',
    caption: '“nobody told me about the stairs”',
    clip: 'one-face.mp4',
    through: 'foreign',
    counts: [345, 27],
  },
  {
    name: 'Class of Ten Years Ago',
    when: '5 h',
    hue: 60,
    text: 'Reunion, at last.',
    caption: 'ten years later',
    clip: 'swapped.webm',
    counts: [98, 12],
  },
  {
    name: 'White Walls',
    when: '7 h',
    hue: 180,
    text: 'First day in the new flat. White walls everywhere.',
    caption: 'where do I put the sofa',
    clip: 'one-face-right.webm',
    counts: [61, 4],
  },
  {
    name: 'Cutting Room',
    when: '9 h',
    hue: 300,
    text: 'Two people, one question.',
    caption: 'do you read the comments?',
    clip: 'cut.webm',
    counts: [402, 58],
  },
];

/** Posts that are there from the start; the rest come as one scrolls. */
const AT_FIRST = 4;

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

function render(post) {
  const video = makeVideo({ label: `${post.name}: ${post.caption}` });
  if (post.through !== 'mediaSource') video.src = clip(post.clip, post.through === 'foreign' ? foreign : '');

  const avatar = element('span', 'avatar', post.name[0]);
  avatar.style.setProperty('--hue', post.hue);
  avatar.setAttribute('aria-hidden', 'true');
  const who = element('div', '', element('b', '', post.name), element('small', '', `${post.when} ago`));
  const article = element(
    'article',
    'post',
    element('div', 'author', avatar, who),
    element('p', 'text', post.text),
    element('div', 'stage', video, element('p', 'caption', element('span', '', post.caption))),
    element(
      'div',
      'counts',
      element('span', '', `${post.counts[0]} likes`),
      element('span', '', `${post.counts[1]} comments`),
    ),
  );
  document.querySelector('#feed').append(article);
  return post.through === 'mediaSource' ? playThroughMediaSource(video, post.clip) : undefined;
}

await Promise.all(POSTS.slice(0, AT_FIRST).map(render));

const watcher = new IntersectionObserver(
  (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    Promise.all(POSTS.slice(AT_FIRST).map(render));
  },
  { rootMargin: '200px' },
);
watcher.observe(document.querySelector('#end'));
