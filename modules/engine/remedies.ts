/** What to do where there is no engine. */
export const noEngine = "no `pulumi` on PATH; run `npm start` once, which brings it, or install Pulumi 3.255 or later";

/** What helps where the engine says of a passphrase that it is wrong or not there. */
export const passphraseRemedy =
  "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of this stack";

/** Whether the engine says that it cannot decrypt. */
export const saysPassphrase = (text: string): boolean => /incorrect passphrase|passphrase must be set/.test(text);
