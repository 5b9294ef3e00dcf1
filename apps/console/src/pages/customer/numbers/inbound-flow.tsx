import { App, Select } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { useErrorText } from '../../../components/failure.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { NUMBER_STALE, type OwnedNumber } from './states.tsx';
import { NUMBERS } from './words.ts';

/** Which approved flow answers those who call the number. */
export function InboundFlow({ number: { Number: number, State, InboundFlowId } }: { number: OwnedNumber }) {
  const say = useWords(NUMBERS);
  const textOf = useErrorText();
  const { message } = App.useApp();
  const configures = useMay()('uvms:configure');
  const flows = useAsk('ListUVMSFlows', { NumPerPage: 100, ...useProject() });
  const bind = useAct('BindUVMSInboundFlow', NUMBER_STALE);
  const live = (flows.data?.Data ?? []).filter(({ LiveVersion, Blocked }) => LiveVersion > 0 && !Blocked);
  const named = live.find(({ FlowId }) => FlowId === InboundFlowId);
  if (!configures || State === 'cancelled') return named?.Name ?? (InboundFlowId || say('noFlow'));
  return (
    <Select
      aria-label={`${say('inbound')} ${number}`}
      size="small"
      value={InboundFlowId}
      loading={bind.isPending}
      disabled={bind.isPending}
      style={{ width: 160 }}
      onChange={(FlowId: string) =>
        bind.mutate(
          { Number: number, FlowId },
          {
            onSuccess: () => message.success(say('bound')),
            onError: (error) => message.error(textOf(error), 8),
          },
        )
      }
      options={[
        { value: '', label: say('noFlow') },
        ...(InboundFlowId && !named ? [{ value: InboundFlowId, label: InboundFlowId }] : []),
        ...live.map(({ FlowId, Name }) => ({ value: FlowId, label: Name })),
      ]}
    />
  );
}
