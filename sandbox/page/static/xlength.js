// Counts a post's length roughly as X does: most scripts and emoji weigh two, Latin letters one, a link 23.

const LIGHT = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const LINK = /https?:\/\/\S+/g;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;
const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a post may hold. */
export const LIMIT = 280;

/** The weighted length of a text. */
export function weightedLength(text) {
  const links = text.match(LINK) ?? [];
  let weight = links.length * 23;
  for (const { segment } of letters.segment(text.replace(LINK, "").normalize("NFC"))) {
    if (EMOJI.test(segment)) weight += 2;
    else for (const letter of segment) weight += isLight(letter.codePointAt(0)) ? 1 : 2;
  }
  return weight;
}

function isLight(code) {
  return LIGHT.some(([from, to]) => code >= from && code <= to);
}
