/** `root`: the folder of the project. Returns why there is no page, as a sentence; undefined where it is as its sources. */
export function buildPage(root?: string): string | undefined;
