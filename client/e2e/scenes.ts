/** Somebody in a picture. */
export interface Figure {
  name: string
  color: string
}

/** What is on the pictures, in one language. */
export interface Scene {
  locale: string
  /** Whose screen it is. */
  reader: Figure
  /** The others: what they have selected, or what they type behind it. */
  people: (Figure & { selects: string; types?: string })[]
  id: string
  title: string
  content: string
  /** Further documents on the list. */
  documents: { id: string; title: string; content?: string }[]
  /** Said about what the last of the people has selected. */
  comment: string
  typedWhileAway: string
  /** Searched for, and found: in a title, and in the text. */
  found: string
  chat: string[]
}

export const scenes: Record<'en' | 'ru', Scene> = {
  en: {
    locale: 'en-US',
    reader: { name: 'Maya Lindqvist', color: '#0073c7' },
    people: [
      {
        name: 'Tomás Rivera',
        color: '#c92f7d',
        selects: 'Clouds are likely after midnight',
        types: ', so we start early.',
      },
      { name: 'Aiko Tanaka', color: '#01813a', selects: 'low in the west' },
    ],
    id: 'observing-night',
    title: 'Observing night, 14 November',
    content: `# Observing night, 14 November

We meet at the gate at **19:30** and walk up together. Bring a red torch; white light ruins the eyes of everybody else for half an hour.

## What we want to see

- *2P/Encke*, low in the west. It comes back every 3.3 years, the shortest period of any bright comet.
- The Pleiades, for those who have never seen them through a telescope
- Jupiter and its four moons, from two hours before sunrise

## Weather

Clouds are likely after midnight

## Who brings what

1. Tomás: the 200 mm Dobsonian and the eyepieces
2. Aiko: tea, and the list of objects with coordinates
3. Maya: the key of the dome, [the map](https://example.org/map) and a first aid kit
`,
    documents: [
      { id: 'k7f2m9', title: 'Minutes of the autumn meeting', content: 'Present: everybody.' },
      { id: 'p3x8q1', title: 'Letter to the city about street lighting' },
      { id: 'tea-rota', title: '' },
      { id: 'w5b4n6', title: 'Telescope repair: parts, prices and a rather long list of what we tried already' },
    ],
    comment: 'Is it high enough before the moon rises? https://example.org/ephemeris has the times.',
    typedWhileAway: 'Note: ',
    found: 'the',
    chat: ['Shall I bring the tripod?', 'The heavy one, I mean.'],
  },
  ru: {
    locale: 'ru-RU',
    reader: { name: 'Майя Линдквист', color: '#0073c7' },
    people: [
      { name: 'Тимур Рахимов', color: '#c92f7d', selects: 'После полуночи вероятны облака', types: ', начнём раньше.' },
      { name: 'Ася Танаева', color: '#01813a', selects: 'низко на западе' },
    ],
    id: 'noch-nablyudeniy',
    title: 'Ночь наблюдений, 14 ноября',
    content: `# Ночь наблюдений, 14 ноября

Встречаемся у ворот в **19:30** и поднимаемся вместе. Возьмите красный фонарик: белый свет на полчаса слепит всех остальных.

## Что хотим увидеть

- *2P/Энке*, низко на западе. Она возвращается каждые 3,3 года, чаще всех ярких комет.
- Плеяды, для тех, кто никогда не видел их в телескоп
- Юпитер и четыре его спутника, за два часа до восхода

## Погода

После полуночи вероятны облака

## Кто что приносит

1. Тимур: телескоп Добсона и окуляры
2. Ася: чай и список объектов с координатами
3. Майя: ключ от купола, [карту](https://example.org/map) и аптечку
`,
    documents: [
      { id: 'k7f2m9', title: 'Протокол осеннего собрания', content: 'Присутствовали все.' },
      { id: 'p3x8q1', title: 'Письмо в город об уличном освещении' },
      { id: 'кто-несёт-чай', title: '' },
      { id: 'w5b4n6', title: 'Ремонт телескопа: детали, цены и довольно длинный список того, что уже пробовали' },
    ],
    comment: 'Она поднимется достаточно высоко до восхода луны? Время: https://example.org/ephemeris',
    typedWhileAway: 'Важно: ',
    found: 'что',
    chat: ['Взять штатив?', 'Я про тот, тяжёлый.'],
  },
}
