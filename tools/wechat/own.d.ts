/// <reference types="miniprogram-api-typings" />
// What WeChat's typings do not say: pages with behaviors, and what our components keep beside their data.
declare namespace WechatMiniprogram {
  namespace Page {
    interface Constructor {
      /** A page sees what its behaviors bring. */
      <D extends DataOption, C extends CustomOption, B extends Component.BehaviorOption>(
        options: { behaviors: B; data?: D } & C & Partial<ILifetime> & ThisType<Instance<D & Component.MixinData<B>, C & Component.MixinMethods<B>>>
      ): void
    }
  }
  namespace Component {
    interface InstanceProperties {
      /** page-frame: what it has asked to be told, and the wait for a long wait. */
      follows: (state: { shut: boolean; sending: boolean }) => void
      heard: (state: any) => void
      timers: any
      hears: (told: string) => void
      counts: (labels: string[], wrongCount: number) => void
      /** field: the wait for its page, what was written by hand, what was answered, what stood there before. */
      waits: any
      touched: string
      asked: string
      before: string
      found: string
      /** search-bar: the words that were looked at last. */
      looked: any
      /** danger-card: what it said last, and how others learn of it. */
      told: string
      card: { name: () => string }
      /** core/typed.js: what the field holds now. */
      typed: string | undefined
      /** core/resumed.js: under which name, and what was written before. */
      draftName: string
      draftHeld: any
    }
  }
}
