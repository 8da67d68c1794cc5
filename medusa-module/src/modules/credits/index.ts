import { Module } from '@medusajs/framework/utils';
import CreditsModuleService from './service.js';

export const CREDITS_MODULE = 'credits';

export default Module(CREDITS_MODULE, { service: CreditsModuleService });
