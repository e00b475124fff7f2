/** What a view is to a tool that cannot read one; vue-tsc reads the file itself. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
