import { escaped } from "../../show/index";
import { grounds, ink } from "../theme/colours";

/** What a picture lies on: white or black. */
export type Theme = keyof typeof grounds;

/** Gives a drawn figure a background, ink that shows on it, and its words for those who cannot see it. */
export function ground(svg: string, theme: Theme, alt: string): string {
  const { ink: text, background } = grounds[theme];
  const open = /<svg [^>]*>/.exec(svg)![0];
  const described = open.replace(">", ` role="img" aria-label="${escaped(alt)}">`);
  const filled = `${described}<title>${escaped(alt)}</title><rect width="100%" height="100%" fill="${background}"/>`;
  return svg
    .replace(open, () => filled)
    .replaceAll(ink, text)
    .replace(outsideXml, "\ufffd");
}

/** Characters that an XML file may not have in any form: a name may bring them. */
const outsideXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
