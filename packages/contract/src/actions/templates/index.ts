import { blockUVMSTemplate } from './block-uvms-template.ts';
import { checkUVMSTemplate } from './check-uvms-template.ts';
import { copyUVMSTemplate } from './copy-uvms-template.ts';
import { createUVMSTemplate } from './create-uvms-template.ts';
import { deleteUVMSTemplate } from './delete-uvms-template.ts';
import { disableUVMSTemplate } from './disable-uvms-template.ts';
import { enableUVMSTemplate } from './enable-uvms-template.ts';
import { hearUVMSTemplate } from './hear-uvms-template.ts';
import { inspectUVMSTemplate } from './inspect-uvms-template.ts';
import { liftUVMSTemplateBlock } from './lift-uvms-template-block.ts';
import { previewUVMSTemplate } from './preview-uvms-template.ts';
import { queryUVMSTemplate } from './query-uvms-template.ts';
import { listUVMSSpokenTails, updateUVMSSpokenTail } from './spoken-tails.ts';
import { submitUVMSTemplate } from './submit-uvms-template.ts';
import { updateUVMSTemplate } from './update-uvms-template.ts';
import { withdrawUVMSTemplate } from './withdraw-uvms-template.ts';

/** Templates: what may be said. */
export const TEMPLATE_ACTIONS = {
  QueryUVMSTemplate: queryUVMSTemplate,
  CheckUVMSTemplate: checkUVMSTemplate,
  PreviewUVMSTemplate: previewUVMSTemplate,
  CreateUVMSTemplate: createUVMSTemplate,
  UpdateUVMSTemplate: updateUVMSTemplate,
  SubmitUVMSTemplate: submitUVMSTemplate,
  WithdrawUVMSTemplate: withdrawUVMSTemplate,
  CopyUVMSTemplate: copyUVMSTemplate,
  DisableUVMSTemplate: disableUVMSTemplate,
  EnableUVMSTemplate: enableUVMSTemplate,
  DeleteUVMSTemplate: deleteUVMSTemplate,
  BlockUVMSTemplate: blockUVMSTemplate,
  InspectUVMSTemplate: inspectUVMSTemplate,
  HearUVMSTemplate: hearUVMSTemplate,
  LiftUVMSTemplateBlock: liftUVMSTemplateBlock,
  UpdateUVMSSpokenTail: updateUVMSSpokenTail,
  ListUVMSSpokenTails: listUVMSSpokenTails,
} as const;
