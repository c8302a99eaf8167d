/**
 * Brokers and echo services that anybody may use without an account, as their operators say: whatever is sent there
 * can be read by all others.
 */
const HOSTS: ReadonlySet<string> = new Set([
  ...['test.mosquitto.org', 'test-broker.mosquitto.org', 'broker.hivemq.com', 'mqtt-dashboard.com'],
  ...['broker.mqttdashboard.com', 'broker.mqtt-dashboard.com', 'www.mqtt-dashboard.com', 'broker.emqx.io'],
  ...['broker-cn.emqx.io', 'mqtt.eclipseprojects.io', 'iot.eclipse.org', 'mqtt.eclipse.org', 'mqtt.fluux.io'],
  ...['public.mqtthq.com', 'public-mqtt-broker.bevywise.com', 'public.cloud.shiftr.io', 'broker.shiftr.io'],
  ...['demo.nats.io', 'echo.websocket.org', 'echo.websocket.events', 'ws.postman-echo.com', 'ws.ifelse.io'],
])

export function isTestBroker(host: string): boolean {
  return HOSTS.has(host.replace(/\.$/, ''))
}
