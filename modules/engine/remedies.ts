/** What to do where there is no engine. */
export const noEngine = "no `pulumi` on PATH; run `npm start` once, which brings it, or install Pulumi 3.255 or later";

/** What helps where the engine says of a passphrase that it is wrong or not there. */
export const passphraseRemedy =
  "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of this stack";

/** Whether the engine says that it cannot decrypt. */
export const saysPassphrase = (text: string): boolean => /incorrect passphrase|passphrase must be set/.test(text);

/** Whether the engine says that another run holds the stack. */
export const saysLocked = (text: string): boolean => /currently locked by \d+ lock/.test(text);

/** What frees a stack that a killed run still holds, as a person would type it. */
export const cancelCommand = (stack: string): string => `\`pulumi cancel --yes --stack ${stack}\``;

/** Whether the engine cannot load a state because the file beside it is empty, which says nothing but its content type. */
export const saysTorn = (text: string): boolean => /failed to load checkpoint: EOF/.test(text);

/**
 * What to do then. The file backend replaces the state in one step, but not this file of its storage library: a kill can
 * fall between the two halves of its writing (gocloud.dev/blob/fileblob, setAttrs).
 */
export const tornRemedy = (stack: string): string =>
  `a run was killed while it wrote ${stack}.json.attrs, which is empty now; the state beside it is whole: remove the empty file (under .pulumi/stacks in the folder that \`pulumi whoami --verbose\` names) and run the same command again`;
