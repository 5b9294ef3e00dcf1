import { App, Select } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { useErrorText } from '../../../components/failure.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { TEMPLATES } from './words.ts';

const TAILS = ['none', 'refuse', 'refuse-complain'] as const;
type Tail = (typeof TAILS)[number];
/** No tail of its own. */
const AS_ALL = '';

/**
 * 4.2.8: what is said at the end of notices, shown and, by those who may, chosen: of all of them, or of one template,
 * which has what all have until something else is chosen for it.
 */
export function TailChoice({ templateId, writes }: { templateId?: string; writes: boolean }) {
  const say = useWords(TEMPLATES);
  const common = useWords(COMMON);
  const textOf = useErrorText();
  const { message } = App.useApp();
  const tails = useAsk('ListUVMSSpokenTails', {});
  const update = useAct('UpdateUVMSSpokenTail', ['ListUVMSSpokenTails']);
  if (!tails.data) return null;
  const { Tail: ofAll, Data: own } = tails.data;
  const chosen =
    templateId === undefined
      ? ofAll
      : (own.find(({ TemplateId }) => TemplateId === templateId)?.Tail ?? AS_ALL);
  const asAll = say('tailAsAll', { tail: say(`tail-${ofAll}`) });
  if (!writes) return chosen === AS_ALL ? asAll : say(`tail-${chosen}`);
  return (
    <Select<Tail | typeof AS_ALL>
      aria-label={say(templateId === undefined ? 'tailOfAll' : 'tail')}
      size={templateId === undefined ? 'middle' : 'small'}
      value={chosen}
      loading={update.isPending}
      popupMatchSelectWidth={false}
      style={templateId === undefined ? { maxWidth: '100%' } : { width: '100%' }}
      onChange={(tail) =>
        update.mutate(
          {
            ...(templateId === undefined ? {} : { TemplateId: templateId }),
            ...(tail === AS_ALL ? {} : { Tail: tail }),
          },
          {
            onSuccess: () => message.success(common('done')),
            onError: (error) => message.error(textOf(error), 8),
          },
        )
      }
      options={[
        ...(templateId === undefined ? [] : [{ value: AS_ALL, label: asAll }]),
        ...TAILS.map((tail) => ({ value: tail, label: say(`tail-${tail}`) })),
      ]}
    />
  );
}
