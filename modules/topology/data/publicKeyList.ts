/** A public product key and the editions that it belongs to, as its page names them. */
export type PublicKeyRow = readonly [key: string, ...editions: string[]];
