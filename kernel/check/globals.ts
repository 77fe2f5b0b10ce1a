/** The file in which the compiler reads what the kernel offers every cell. */
export const globalsFile = ".tsdescent-globals.d.ts";

/** What the kernel offers every cell without an import; `kernel/child/offer.ts` provides it. */
export const globals = `
/** The value that the last cell showed. */
declare var _: any;
/** The value shown before the last. */
declare var __: any;
/** The value shown before that. */
declare var ___: any;
/** The values that cells showed, by the cells' numbers. */
declare var Out: Record<number, any>;
/** Asks the reader for a line of text; with \`{ password: true }\` without showing it. */
declare function input(prompt?: string, options?: { password?: boolean }): Promise<string>;
/** Shows a value now, in the middle of a cell; with a \`displayId\` it can be replaced later by \`{ update: true }\`. */
declare function display(value: unknown, options?: { displayId?: string; update?: boolean }): Promise<void>;
/** Removes the cell's output so far; with \`{ wait: true }\` when the next output comes. */
declare function clearOutput(options?: { wait?: boolean }): void;
/** Without a library that types them, elements of JSX may be anything. */
declare namespace JSX { interface IntrinsicElements { [name: string]: any } }
`;
