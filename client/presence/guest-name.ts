const english = {
  adjectives: [
    'Bright',
    'Calm',
    'Clever',
    'Curious',
    'Gentle',
    'Happy',
    'Kind',
    'Lively',
    'Merry',
    'Patient',
    'Quick',
    'Quiet',
    'Steady',
    'Swift',
    'Warm',
    'Wise',
  ],
  animals: [
    'Badger',
    'Beaver',
    'Crane',
    'Dolphin',
    'Falcon',
    'Fox',
    'Hare',
    'Heron',
    'Lynx',
    'Marten',
    'Otter',
    'Owl',
    'Raven',
    'Robin',
    'Seal',
    'Swan',
  ],
}

// Masculine nouns only, so that every adjective agrees with every animal.
const russian: typeof english = {
  adjectives: [
    'Бодрый',
    'Быстрый',
    'Весёлый',
    'Добрый',
    'Дружный',
    'Живой',
    'Ловкий',
    'Любопытный',
    'Мудрый',
    'Приветливый',
    'Светлый',
    'Скромный',
    'Спокойный',
    'Терпеливый',
    'Тихий',
    'Умный',
  ],
  animals: [
    'Аист',
    'Барсук',
    'Бобр',
    'Дельфин',
    'Дрозд',
    'Ёж',
    'Енот',
    'Журавль',
    'Заяц',
    'Кит',
    'Лебедь',
    'Лось',
    'Снегирь',
    'Сокол',
    'Тюлень',
    'Филин',
  ],
}

/**
 * A friendly name for somebody who has not given one: Quiet Otter, Тихий Барсук.
 * @param language BCP 47; Russian or, for all else, English.
 * @param random at least 0, below 1.
 */
export function guestName(language: string, random: () => number): string {
  const words = language.toLowerCase().startsWith('ru') ? russian : english
  return `${pick(words.adjectives, random)} ${pick(words.animals, random)}`
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)]!
}
