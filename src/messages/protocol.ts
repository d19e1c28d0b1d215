import * as v from 'valibot';
import { NoticeSchema } from '../contracts/notice.ts';
import { MarkSchema } from '../contracts/mark.ts';
import { AdaptationStateSchema, AdaptationUsageSchema } from './adaptation.ts';
import {
  AddressSchema,
  AskingPageSchema,
  BeforeSchema,
  CaptureResponseSchema,
  DescribeResponseSchema,
  DetectRequestSchema,
  DetectResponseSchema,
  EngineSettingsSchema,
  EngineStatusSchema,
  GlanceRequestSchema,
  JudgeRequestSchema,
  JudgeResponseSchema,
  LookAtRequestSchema,
  LookRequestSchema,
  PageSettingsSchema,
  TabReportSchema,
  VideoKeySchema,
  VideoReportSchema,
  ViewportRectSchema,
  originPattern,
  tabId,
} from './schemas.ts';

/**
 * The one map of everything that is said between contexts: name → who may ask, request, response.
 * The part before the dot is the context that answers. Both sides are validated where they arrive.
 * `page` is an extension page (popup, options, checker, engine), `content` a content script, `background` the worker.
 */
export type Caller = 'page' | 'content' | 'background';

const nothing = v.object({});

/** Of a request to check all: the visible videos there are, and those that are being checked now, not judged already. */
const ChecksSchema = v.object({ found: v.number(), started: v.number() });

const OriginsSchema = v.pipe(v.array(originPattern), v.maxLength(100));

interface Rule {
  callers: readonly Caller[];
  request: v.GenericSchema;
  response: v.GenericSchema;
}

export const PROTOCOL = {
  /** Does a typed array survive the wire? The answer is false where messages are JSON. */
  'engine.probe': {
    callers: ['page', 'content', 'background'],
    request: v.object({ bytes: v.unknown() }),
    response: v.object({ typed: v.boolean() }),
  },
  'engine.status': {
    callers: ['page'],
    request: nothing,
    response: EngineStatusSchema,
  },
  /** Whether frames have to wait since the detector is still starting. */
  'engine.starting': {
    callers: ['content'],
    request: nothing,
    response: v.object({ starting: v.boolean() }),
  },
  'engine.detect': {
    callers: ['content', 'page'],
    request: DetectRequestSchema,
    response: DetectResponseSchema,
  },
  'engine.judge': {
    callers: ['content', 'page'],
    request: JudgeRequestSchema,
    response: JudgeResponseSchema,
  },
  /** In place of `engine.judge`: who the faces are, in numbers, to tell whether two videos show the same person. Nothing of it is kept. */
  'engine.describe': { callers: ['page'], request: JudgeRequestSchema, response: DescribeResponseSchema },
  /** A frame of the page's player as it was decoded: finds and judges its faces. */
  'engine.look': { callers: ['content'], request: LookRequestSchema, response: JudgeResponseSchema },
  'engine.lookAt': { callers: ['content'], request: LookAtRequestSchema, response: JudgeResponseSchema },
  'engine.glance': {
    callers: ['content'],
    request: GlanceRequestSchema,
    response: v.object({ newScene: v.boolean() }),
  },
  /** New settings; the engine has no access to storage itself. A changed backend makes it start anew. */
  'engine.configure': { callers: ['background'], request: EngineSettingsSchema, response: nothing },
  /** The video is gone or has another source: forget its evidence. */
  'engine.release': {
    callers: ['content', 'page'],
    request: v.object({ key: VideoKeySchema }),
    response: nothing,
  },
  /** Forget the evidence of all videos in these documents, whose pages are gone; null: of all videos. */
  'engine.forget': {
    callers: ['background'],
    request: v.object({ documents: v.nullable(v.array(v.string())) }),
    response: nothing,
  },

  /** How the adaptation to a site stands. */
  'engine.adaptation': {
    callers: ['page'],
    request: v.object({ origin: originPattern }),
    response: AdaptationStateSchema,
  },
  /** Of all sites of which something is kept. */
  'engine.adaptationUsage': { callers: ['page'], request: nothing, response: AdaptationUsageSchema },
  /** Begin a round now, without waiting for the usual pause. Refused if too little was gathered. */
  'engine.adaptNow': { callers: ['page'], request: v.object({ origin: originPattern }), response: nothing },
  /** End the round of a site, if one is under way; nothing it did is kept. */
  'engine.stopAdapting': {
    callers: ['page'],
    request: v.object({ origin: originPattern }),
    response: nothing,
  },
  /** Judge a site's videos by one of its versions; 0 is the original. */
  'engine.useVersion': {
    callers: ['page'],
    request: v.object({ origin: originPattern, version: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    response: nothing,
  },
  /** Take the level of a site's scores into account, or no longer. */
  'engine.useLevel': {
    callers: ['page'],
    request: v.object({ origin: originPattern, used: v.boolean() }),
    response: nothing,
  },
  /** Delete all that was gathered and learned, of one site or, with null, of all. */
  'engine.forgetAdaptation': {
    callers: ['page'],
    request: v.object({ origin: v.nullable(originPattern) }),
    response: nothing,
  },
  /** "I trust this video", "I think this is fake", or neither any more. The tab and frame are those of its ledger entry. */
  'engine.markVideo': {
    callers: ['page'],
    request: v.object({ tabId, frameId: tabId, key: VideoKeySchema, mark: v.nullable(MarkSchema) }),
    response: v.object({ faces: v.number() }),
  },
  /** The same, by the video's name in what is kept of its site. */
  'engine.unmarkVideo': {
    callers: ['page'],
    request: v.object({ origin: originPattern, video: v.pipe(v.string(), v.maxLength(100)) }),
    response: nothing,
  },

  /** Make sure the engine page exists. */
  'background.engine': {
    callers: ['content', 'page'],
    request: nothing,
    response: v.object({ created: v.boolean() }),
  },
  /** The settings the engine works by, asked for when it starts. */
  'background.engineSettings': { callers: ['page'], request: nothing, response: EngineSettingsSchema },
  /** A video's new state, for the ledger and the toolbar. The answer: what the history says of one that looks like it. */
  'background.report': {
    callers: ['content'],
    request: v.object({ report: VideoReportSchema }),
    response: v.object({ before: v.nullable(BeforeSchema) }),
  },
  /** The element left the page. */
  'background.remove': {
    callers: ['content'],
    request: v.object({ video: VideoKeySchema.entries.video }),
    response: nothing,
  },
  /** This page is being left, or its frame taken away. */
  'background.left': { callers: ['content'], request: nothing, response: nothing },
  /** A picture of the visible tab, cut to a rectangle of the asking frame's viewport (tier 3; top frame only). */
  'background.capture': {
    callers: ['content'],
    request: v.object({
      rect: ViewportRectSchema,
      devicePixelRatio: v.pipe(v.number(), v.minValue(0.1), v.maxValue(16)),
    }),
    response: CaptureResponseSchema,
  },
  /** May the engine read this media file itself (tier 2)? */
  'background.mediaAccess': {
    callers: ['content'],
    request: v.object({ url: AddressSchema }),
    response: v.object({ granted: v.boolean(), host: v.string() }),
  },
  /** The same, asked by the engine before it opens what a content script names. */
  'background.mayOpen': {
    callers: ['page'],
    request: v.object({
      url: AddressSchema,
      page: AskingPageSchema,
    }),
    response: v.object({ granted: v.boolean() }),
  },
  /** Is this page one that is to be checked by itself, without being asked? */
  'background.siteState': {
    callers: ['content'],
    request: nothing,
    response: v.object({ check: v.boolean(), settings: PageSettingsSchema }),
  },
  'background.tab': { callers: ['page'], request: v.object({ tabId }), response: TabReportSchema },
  /** Turns the switch of a site; host access must have been granted before (it needs a user gesture in the page). */
  'background.setSite': {
    callers: ['page'],
    request: v.object({ origin: originPattern, check: v.boolean() }),
    response: v.object({ check: v.boolean() }),
  },
  /** Turns the switch "adapt to this site"; never on for a site whose videos are not checked. */
  'background.setAdaptation': {
    callers: ['page'],
    request: v.object({ origin: originPattern, adapt: v.boolean() }),
    response: v.object({ adapt: v.boolean() }),
  },
  /** Check the videos visible in a tab once, by hand (`activeTab`). */
  'background.checkTab': {
    callers: ['page'],
    request: v.object({ tabId }),
    response: ChecksSchema,
  },
  /** Try again a video that ended in a failure, e.g. after a host was allowed. */
  'background.retry': {
    callers: ['page'],
    request: v.object({ tabId, frameId: tabId, video: VideoKeySchema.entries.video }),
    response: v.object({ found: v.boolean() }),
  },
  /** How much is kept of what was gathered and learned, of how many sites. Does not start the engine. */
  'background.learnedSize': {
    callers: ['page'],
    request: nothing,
    response: v.object({ sites: v.number(), bytes: v.number() }),
  },
  /** Delete all that was gathered and learned, where the engine cannot. */
  'background.deleteLearned': { callers: ['page'], request: nothing, response: nothing },
  /** Frames of a tab that may hold a video and to which we have no access, by their origins. */
  'background.embeds': {
    callers: ['page'],
    request: v.object({ tabId }),
    response: v.object({ origins: OriginsSchema }),
  },
  /** Open the page that compares a video with genuine ones. @param url of its file; empty where it has none that can be opened. */
  'background.compare': {
    callers: ['content'],
    request: v.object({
      url: v.union([v.literal(''), v.pipe(v.string(), v.regex(/^https?:\/\//), v.maxLength(8000))]),
    }),
    response: nothing,
  },
  /** Forget all verdicts of this session, here, in the engine and in the pages. */
  'background.clearLedger': { callers: ['page'], request: nothing, response: nothing },

  /** Check one video of this frame by hand: the one with this source, else under the pointer, else the largest visible. */
  'content.check': {
    callers: ['background'],
    request: v.object({ srcUrl: AddressSchema }),
    response: v.object({ found: v.boolean() }),
  },
  /** Check every visible video of this frame by hand. */
  'content.checkAll': {
    callers: ['background'],
    request: nothing,
    response: ChecksSchema,
  },
  /** Scroll to a video and open its details. */
  'content.show': {
    callers: ['page'],
    request: v.object({ video: VideoKeySchema.entries.video }),
    response: v.object({ found: v.boolean() }),
  },
  /** Try again a video that ended in a failure, e.g. after a host was allowed. */
  'content.retry': {
    callers: ['background'],
    request: v.object({ video: VideoKeySchema.entries.video }),
    response: v.object({ found: v.boolean() }),
  },
  /** Frames of other sites in this one that may hold a video, by their origins; the largest first. */
  'content.embeds': {
    callers: ['background'],
    request: nothing,
    response: v.object({ origins: OriginsSchema }),
  },
  /** Tell the user something in the page, in answer to a request. */
  'content.notice': {
    callers: ['background'],
    request: v.object({ notice: NoticeSchema }),
    response: nothing,
  },
  /** Whether this script's document is still there. */
  'content.present': { callers: ['background'], request: nothing, response: nothing },
  /** Forget what was found in this frame: what is being checked begins anew, the rest is as if never checked. */
  'content.forget': { callers: ['background'], request: nothing, response: nothing },
  /** The user changed settings. */
  'content.settingsChanged': {
    callers: ['background'],
    request: v.object({ settings: PageSettingsSchema }),
    response: nothing,
  },
  /** The site's switch was turned: start or stop checking by itself. */
  'content.siteChanged': {
    callers: ['background'],
    request: v.object({ check: v.boolean() }),
    response: nothing,
  },
} as const satisfies Record<string, Rule>;

export type MessageName = keyof typeof PROTOCOL;
export type Request<N extends MessageName> = v.InferOutput<(typeof PROTOCOL)[N]['request']>;
export type Response<N extends MessageName> = v.InferOutput<(typeof PROTOCOL)[N]['response']>;
export type Context = 'engine' | 'background' | 'content';
/** The messages a context answers. */
export type NamesOf<C extends Context> = Extract<MessageName, `${C}.${string}`>;
