// Generated from package.json by `npm run gen`; not edited by hand.

/** Version of the toolkit. */
export const toolVersion = "0.1.0";
