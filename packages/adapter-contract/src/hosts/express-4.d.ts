/** Express 4 under its alias; its types differ from those of Express 5 in nothing that is used here. */
declare module 'express-4' {
  export { default } from 'express'
}
