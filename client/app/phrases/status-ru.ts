import { type PhrasesLike, plural } from '../../elements/phrases/phrases.ts'
import type { en } from './status-en.ts'

const times = plural('ru', { one: 'раз', few: 'раза', many: 'раз' })
const frames = plural('ru', { one: 'кадр', few: 'кадра', many: 'кадров' })

/** What the page `/status` says, in Russian. */
export const ru: PhrasesLike<typeof en> = {
  $code: 'ru',
  $name: 'Русский',
  $dir: 'ltr',

  'doctor.title': 'Соединение',
  'doctor.run-again': 'Проверить ещё раз',
  'doctor.cancel': 'Отменить',
  'doctor.copy-report': 'Копировать отчёт',
  'doctor.copied': 'Скопировано',
  'doctor.copy-failed': 'Копировать нельзя',

  'doctor.running': 'Проверяются четыре пути от этого браузера до сервера. Это займёт секунд десять.',
  'doctor.cancelled': 'Проверка отменена.',
  'doctor.all-good': 'Всё проходит. Документы идут по WebSocket.',
  'doctor.best-of-some': 'WebSocket проходит, документы идут по нему. С запасными путями есть трудности.',
  'doctor.slow': 'WebSocket проходит, документы идут по нему, но ответы приходят долго.',
  'doctor.fallback-sse':
    'WebSocket не проходит. Вместо него документы идут потоком событий: ничего не теряется и почти не медленнее.',
  'doctor.fallback-long-poll':
    'Ни WebSocket, ни потоки событий не проходят. Вместо них — долгий опрос: ничего не теряется, но каждое изменение стоит запроса.',
  'doctor.fallback-poll':
    'Проходят только обычные запросы. Ничего не теряется, но чужие правки приходят с задержкой до нескольких секунд.',
  'doctor.misrouted': 'Сервер отвечает, но не там, где его спрашивают документы. Отсюда их не открыть.',
  'doctor.nothing': 'Сервер не отвечает. Он остановлен, или эта сеть к нему не ведёт.',

  'doctor.transport': 'Транспорт',
  'doctor.first-byte': 'Первый байт',
  'doctor.round-trip': 'Туда и обратно',
  'doctor.round-trip-95': '95 % быстрее',
  'doctor.waiting': 'Ждёт очереди',
  'doctor.opening': 'Открывается…',
  'doctor.measuring': 'Измеряется время ответа…',
  'doctor.watching': 'Проверяется, держится ли…',
  'doctor.not-checked': 'Не проверено',

  'health.good': 'Хорошо',
  'health.fair': 'Могло бы быть лучше',
  'health.bad': 'Не проходит',
  'health.none': 'Пока неизвестно',

  'finding.works-websocket': (seconds) => `Проходит и ${seconds} оставался открытым.`,
  'finding.works-sse': 'Проходит. События приходят сразу.',
  'finding.works-long-poll': 'Проходит. Запросы ждут столько, сколько нужно.',
  'finding.works-poll': 'Проходит.',
  'finding.slow': 'Проходит, но ответы приходят долго.',
  'finding.compressed': (encoding) =>
    `Проходит, но что-то по пути сжимает его (${encoding}) и может задерживать события.`,
  'finding.hold-short': (held, asked) => `Проходит, но запрос, который должен ждать ${asked}, вернулся через ${held}.`,
  'finding.hold-long': (held, asked) =>
    `Проходит, но запрос, который должен ждать ${asked}, вернулся лишь через ${held}.`,
  'finding.refused-websocket': 'Что-то по пути не пропускает переход на WebSocket.',
  'finding.refused': 'Что-то по пути отвечает вместо Encke или обрывает соединение.',
  'finding.misrouted': 'Запросы этого пути не доходят до Encke.',
  'finding.unanswered-websocket': 'На переход на WebSocket нет ответа.',
  'finding.unanswered': 'Ответ не пришёл вовремя.',
  'finding.mute-websocket': 'Открывается, но ничего не передаёт.',
  'finding.mute': 'Запросы получают ответ, но того, чего они ждут, в нём нет.',
  'finding.held-back': 'Что-то по пути задерживает события.',
  'finding.held-back-together': (gap) =>
    `Два события, отправленные через 0,4 с, пришли с разницей ${gap}: что-то по пути их накапливает.`,
  'finding.cut': (after) => `Работало и оборвалось через ${after}.`,
  'finding.unreachable': 'Нет ответа.',

  'unit.milliseconds': (count) => `${count} мс`,
  'unit.seconds': (count) => `${count} с`,
  'unit.bytes': (count) => `${count} Б`,
  'unit.kilobytes': (count) => `${count} кБ`,
  'unit.megabytes': (count) => `${count} МБ`,

  'advice.title': 'Что изменить',
  'advice.route': 'Направьте в Encke все пути, в том числе /session/ и /sync/.',
  'advice.upgrade':
    'Пропускайте переход на WebSocket. Многие прокси отбрасывают заголовки Upgrade и Connection, если не сказать иначе.',
  'advice.buffering': 'Передавайте каждое событие сразу. Прокси с буфером задерживает то, что пишут другие.',
  'advice.compression':
    'Не сжимайте потоки событий: сжатие ждёт, пока наберётся достаточно. Свои страницы Encke сжимает сам.',
  'advice.timeouts': 'Пусть соединение может молчать 60 с. Encke держит запрос до 20 с.',
  'advice.where': 'В настройках прокси перед Encke:',
  'advice.via': (via) => `В ответах назван ${via}.`,
  'advice.proxy': 'Прокси',
  'advice.copy': 'Копировать',
  'advice.network':
    'Если такого прокси нет или эти строки в нём уже есть, дело в сети этого браузера: брандмауэр, прокси организации, антивирус.',
  'advice.all': 'Что нужно от прокси перед Encke',

  'session.title': 'В этом браузере до сих пор',
  'session.none': 'Ни один документ этого сервера не открыт в другой вкладке, рассказать пока нечего.',
  'session.now': 'Сейчас',
  'session.no-transport': 'нет соединения',
  'session.round-trip': 'Туда и обратно',
  'session.newest': (newest, middle) => `${newest}, обычно ${middle}`,
  'session.reconnects': 'Подключалось снова',
  'session.times': (count) => (count === 0 ? 'ни разу' : times(count)),
  'session.resent': 'Отправлено снова',
  'session.frames': frames,
  'session.buffered': 'На пути к серверу',
  'session.canaries': 'Между пробными событиями',
  'session.banned': (name) => `${name} не пробуется до`,
  'session.keep-alive': 'Тишина прерывается через',
  'session.hold': 'Запрос ждёт не дольше',
  'session.batch': 'В запросе не больше',
  'session.traffic': (name) => `Через ${name}`,
  'session.both-ways': (down, up) => `${down} получено, ${up} отправлено`,
  'session.history': 'Что происходило',
  'session.tried': 'пробуется',
  'session.proven': (after) => `проходит, ответ через ${after}`,
  'session.dropped': (after, reason) => `конец через ${after}: ${reason}`,

  'reason.no-proof': 'вовремя ничего не пришло',
  'reason.silence': 'наступила тишина',
  'reason.better': 'работает путь получше',
  'reason.replaced': 'его сменил путь получше',
  'reason.stopped': 'больше не нужен',
  'reason.held-back': 'что-то по пути задерживает события',
  'reason.forgotten': 'сервер забыл сеанс',
}
