/*
 * The ledger of one interpreter: which places acquired how many objects, how those ended, and which are left.
 *
 * It keeps nothing alive. An object is known by a weak reference to what Pyodide itself keeps for it (`shared`, which
 * proxies for the same lifetime have in common), so that a garbage collection takes what it would have taken.
 */
(() => {
	"use strict";

	const shim = globalThis.__proxylint;

	if (shim.Ledger)
		return;

	const MAX_POINTS = 64;
	const FIRST_INTERVAL = 50; /* milliseconds */

	class Site {
		constructor(id, place) {
			Object.assign(this, {
				id, place, acquired: 0, live: 0, lost: 0, tied: 0, views: 0, ended: {}, uses: new Map(), points: [],
				times: [],
			});
		}

		/* The fewest and the most that nobody destroyed. One that is still reachable may be in use;
		 * that the program keeps several that were acquired in the same place is no chance. */
		bounds() {
			const kept = this.live - this.tied;
			const lost = this.lost + (this.ended.gc || 0);

			return [lost + (kept > 1 ? kept : 0), lost + kept];
		}

		point(ms) {
			const [fewest, most] = this.bounds();
			const last = this.points[this.points.length - 1];

			if (last && last[1] === fewest && last[2] === most)
				return;
			this.points.push([1, fewest, most]);
			this.times.push(ms);
			if (this.points.length > MAX_POINTS) {
				this.points = this.points.filter((_, i) => i % 2);
				this.times = this.times.filter((_, i) => i % 2);
			}
		}
	}

	class Ledger {
		constructor(started) {
			Object.assign(this, {
				started, sites: new Map(), changed: new Set(), live: new Map(), byShared: new WeakMap(), serial: 0,
				interval: FIRST_INTERVAL, sampled: 0, ticks: 0, onSample: null,
			});
			this.collected = new FinalizationRegistry((id) => this.goneById(id));
		}

		now() {
			return Math.round(performance.now() - this.started);
		}

		site(key, makePlace) {
			let site = this.sites.get(key);

			if (!site)
				this.sites.set(key, site = new Site(this.sites.size + 1, makePlace()));
			return site;
		}

		/* An object, before it is known what Pyodide keeps for it. */
		acquire(site, isView) {
			const record = { id: ++this.serial, site, isView, ref: null, tied: false };

			this.live.set(record.id, record);
			site.acquired++;
			site.live++;
			this.touch(site);
			return record;
		}

		identify(record, shared) {
			record.ref = new WeakRef(shared);
			this.byShared.set(shared, record);
			this.collected.register(shared, record.id);
		}

		of(shared) {
			const record = shared && this.byShared.get(shared);

			return record && this.live.has(record.id) ? record : undefined;
		}

		/* It dies with another object, or at the end of a call, and nobody else need destroy it. */
		tie(record) {
			if (record && !record.tied) {
				record.tied = true;
				record.site.tied++;
				this.touch(record.site);
			}
		}

		/* What was acquired in one place for somebody else. */
		move(record, site) {
			const old = record.site;

			old.acquired--;
			old.live--;
			site.acquired++;
			site.live++;
			record.site = site;
			this.touch(site);
		}

		end(record, why) {
			if (!this.live.delete(record.id))
				return;
			record.site.live--;
			if (record.tied)
				record.site.tied--;
			if (why)
				record.site.ended[why] = (record.site.ended[why] || 0) + 1;
			else
				record.site.lost++;
			this.touch(record.site);
		}

		/* No garbage collection releases a buffer: a view that is gone is lost. */
		gone(record) {
			this.end(record, record.isView ? null : record.tied ? "parent" : "gc");
		}

		goneById(id) {
			const record = this.live.get(id);

			if (record)
				this.gone(record);
		}

		/* After a garbage collection: what it took, whether or not its callbacks have run. */
		sweep() {
			for (const record of [...this.live.values()])
				if (record.ref && !record.ref.deref())
					this.gone(record);
		}

		use(site, why, place) {
			const key = `${why}|${place?.path}|${place?.line}|${place?.column}`;
			const use = site.uses.get(key);

			if (use)
				use.count++;
			else if (site.uses.size < 100)
				site.uses.set(key, { why, place, count: 1 });
		}

		touch(site) {
			this.changed.add(site);
			if (performance.now() - this.sampled > this.interval)
				this.sample();
		}

		/* Some points in time of all sites that changed. The longer it runs, the fewer. */
		sample() {
			const ms = this.now();

			this.sampled = performance.now();
			if (++this.ticks % MAX_POINTS === 0)
				this.interval *= 2;
			for (const site of this.changed)
				site.point(ms);
			this.changed.clear();
			this.onSample?.(ms);
		}
	}

	/* ---- as records ---- */

	function placeMembers(place) {
		const { code, path, line, column } = place;
		const file = /^https?:.*\/$/.test(path) ? `${path}index.html` : path;

		return { ...(code ? { code } : { path: file }), line, ...(column ? { column } : {}) };
	}

	function siteRecord(site) {
		const { lang, function: name, api, frames } = site.place;

		return {
			t: "site", id: site.id, lang, ...placeMembers(site.place), function: name || "", ...(api ? { api } : {}),
			frames: frames.map((frame) => ({ ...placeMembers(frame), function: frame.function || "" })),
		};
	}

	function windowRecord(site) {
		const kept = site.live - site.tied;

		return {
			t: "window", name: "", site: site.id, reps: 1, acquired: site.acquired, ended: site.ended, immortal: 0,
			held: kept, points: site.points, ms: site.times,
		};
	}

	function* useRecords(site) {
		for (const { why, place, count } of site.uses.values())
			yield { t: "use", site: site.id, why, lang: place?.lang || "js", ...placeMembers(place || { path: "", line: 0 }), count };
	}

	Ledger.prototype.records = function* () {
		this.sample();
		for (const site of this.sites.values()) {
			if (site.acquired <= 0 || !site.place.line)
				continue;
			site.point(this.now());
			yield siteRecord(site);
			yield windowRecord(site);
			yield* useRecords(site);
		}
	};

	shim.Ledger = Ledger;
})();
