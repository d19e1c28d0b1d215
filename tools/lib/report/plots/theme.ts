/**
 * Colours of the pictures: those of Okabe and Ito, which colour-blind readers can tell apart, darkened or lightened where they would not stand out.
 * A picture brings its own ground, since a page's theme and the browser's may differ.
 */
const LIGHT = ['#0072b2', '#d55e00', '#00795a', '#a3477c', '#946800', '#3b3b3b'];
const DARK = ['#56b4e9', '#ff9456', '#2fc79a', '#e0a3c8', '#e6b422', '#d0d0d0'];

/** How many series have a colour of their own; they also differ in their dashes. */
export const SERIES = LIGHT.length;

const DASHES = ['none', '7 3', '2 2.5', '9 3 2 3', '12 4', '4 4'];

function colours(
  palette: readonly string[],
  ground: string,
  ink: string,
  soft: string,
  line: string,
): string {
  const series = palette.map((colour, at) => `.s${at}{stroke:${colour}}.f${at}{fill:${colour}}`).join('');
  return (
    `.ground{fill:${ground}}.ink{fill:${ink}}.soft{fill:${soft}}.axis{stroke:${soft}}.grid{stroke:${line}}` +
    `.ring{stroke:${ground}}${series}`
  );
}

const DASH_RULES = DASHES.map((dashes, at) => `.d${at}{stroke-dasharray:${dashes}}`).join('');

export const STYLE =
  'text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}.title{font-weight:600;font-size:14px}' +
  '.head{font-weight:600}.line{fill:none;stroke-width:2;stroke-linejoin:round}.thin{fill:none;stroke-width:1}' +
  `.area{fill-opacity:.2}.bar{fill-opacity:.75}.dots{fill:none;stroke-opacity:.6}${DASH_RULES}` +
  colours(LIGHT, '#ffffff', '#1b1f24', '#57606a', '#e3e6ea') +
  `@media(prefers-color-scheme:dark){${colours(DARK, '#0d1117', '#e6edf3', '#9aa4af', '#2b323b')}}`;
