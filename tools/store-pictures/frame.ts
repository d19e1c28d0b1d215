/** Pages that are only there to be pictured, in HTML. Addresses of pictures are `data:`. */

const BASE = `
  * { box-sizing: border-box; margin: 0; }
  body { font-family: system-ui, sans-serif; color: #f4f6f8; background: linear-gradient(135deg, #14213d, #27496d); overflow: hidden; }
`;

/** A page of the extension beside what it is for; both to be read at 1280 × 800. */
export function besideText(title: string, sentence: string, picture: string): string {
  return `<!doctype html><style>${BASE}
    body { width: 1280px; height: 800px; display: flex; align-items: center; justify-content: center; gap: 72px; padding: 40px; }
    div { width: 480px; } h1 { font-size: 46px; line-height: 1.15; margin-bottom: 20px; } p { font-size: 24px; line-height: 1.4; }
    img { max-height: 720px; max-width: 560px; border-radius: 12px; box-shadow: 0 12px 48px #0008; }
  </style><div><h1>${title}</h1><p>${sentence}</p></div><img src="${picture}">`;
}

/** The picture with which a store announces the extension. */
export function promotion(
  width: number,
  height: number,
  icon: string,
  name: string,
  summary: string,
): string {
  const unit = height / 280;
  return `<!doctype html><style>${BASE}
    body { width: ${width}px; height: ${height}px; display: flex; align-items: center; justify-content: center; gap: ${28 * unit}px; padding: ${24 * unit}px; }
    div { max-width: ${250 * unit}px; } img { width: ${96 * unit}px; } h1 { font-size: ${36 * unit}px; margin-bottom: ${8 * unit}px; } p { font-size: ${16 * unit}px; line-height: 1.35; }
  </style><img src="${icon}"><div><h1>${name}</h1><p>${summary}</p></div>`;
}
