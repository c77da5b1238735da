/** What the German side writes. */

export const FIRST_REPLY = {
  answers: [
    {
      question: 'PQ-GQ-001',
      value: { option: 'yes' },
      comment: de('Der Beruf ist in allen Ländern reglementiert; maßgeblich ist das jeweilige Landesrecht.'),
    },
    { question: 'PQ-GQ-008', value: { text: 'Mathematik und Physik in den Sekundarstufen I und II' } },
    { question: 'PQ-GQ-010', value: { option: 'no' } },
    { question: 'PQ-GQ-013', value: { date: '2015-06-30' } },
    { question: 'PQ-GQ-014', value: { text: 'Lehrakademie Musterstadt, Prüfungsamt für das Lehramt' } },
    { question: 'PQ-GQ-031', attachment: 'doc-1', value: { option: 'yes' } },
    {
      question: 'PQ-GQ-032',
      attachment: 'doc-1',
      value: { option: 'authentic' },
      comment: de('Abgeglichen mit dem Prüfungsregister; die Nummer des Zeugnisses stimmt überein.'),
    },
  ],
  comment: de('Teilantwort: Die Angaben zur Berufsausübung folgen nach Auskunft der Personalstelle.'),
};

const PERIOD = { from: '2015-09-01', to: '2024-07-31' };

/** The question about a registration number stays open: it does not apply to somebody who is no member. */
export const SECOND_REPLY = {
  answers: [
    { question: 'PQ-GQ-022', value: { period: PERIOD } },
    { question: 'PQ-GQ-023', value: { option: 'full-time' } },
    { question: 'PQ-GQ-026', value: { option: 'no-sanction' } },
  ],
  comment: de('Damit sind alle Fragen beantwortet, die hier zutreffen.'),
};

export const THIRD_REPLY = {
  answers: [
    {
      question: 'PQ-GQ-022',
      value: { period: PERIOD },
      comment: de(
        'Unterbrochen durch eine Beurlaubung vom 1. Februar 2019 bis zum 31. Januar 2020, im Übrigen ununterbrochen.',
      ),
    },
  ],
};

export const DE = {
  forward: de(
    'Der letzte Dienstort liegt in Bayern. Wir leiten die Anfrage deshalb an die dort zuständige Behörde weiter.',
  ),
  forwardBack: de(
    'Die Lehrbefähigung wurde nicht in Bayern erworben; zuständig ist die Stelle, die das Zeugnis ausgestellt hat.',
  ),
  askBack: de(
    'Bitte teilen Sie uns mit, ob es Ihnen auch auf den Vorbereitungsdienst ankommt oder nur auf die Zeit danach.',
  ),
  reject: de(
    'Zu Unterbrechungen liegen uns keine Unterlagen vor; wir halten unsere Antwort für vollständig.',
  ),
  opinion: de(
    'Die Antwort ist nicht zufriedenstellend: Beurlaubungen sind bei der Personalstelle erfasst, die Auskunft kann dort eingeholt werden.',
  ),
};

function de(text: string) {
  return { text, language: 'de' };
}
