#!/usr/bin/env node
// CommonJS whose names Node cannot see from ESM.
import generatorHelper from '@prisma/generator-helper';
import { generate, manifest } from './generator.js';

generatorHelper.generatorHandler({ onManifest: manifest, onGenerate: generate });
