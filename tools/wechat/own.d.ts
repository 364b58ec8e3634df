// What WeChat's typings leave open for us: pages and components keep fields of their own beside their data
// (`this.id`, `this.turn`), and behaviors bring methods and data that the typings cannot see.
declare namespace WechatMiniprogram {
  namespace Page {
    interface InstanceProperties { [own: string]: any }
    interface Data<D extends DataOption> { data: D & { [fromBehavior: string]: any } }
  }
  namespace Component {
    interface InstanceProperties { [own: string]: any }
  }
}
