/** Version of Specward. A browser cannot look into `package.json`; a test holds it against that. */
export const VERSION = '0.1.0'
