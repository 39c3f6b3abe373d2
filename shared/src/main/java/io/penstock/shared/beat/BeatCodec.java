package io.penstock.shared.beat;

import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.WireReader;
import io.penstock.shared.bus.WireWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Beats on the event bus. Stateless. */
public final class BeatCodec implements MessageCodec<Beat, Beat> {

    private static final String NAME = "penstock.beat";
    private static final int VERSION = 3;
    private static final DeliveryOptions OPTIONS =
            new DeliveryOptions().setCodecName(NAME).setTracingPolicy(TracingPolicy.IGNORE);

    /** Call once per Vert.x instance, before any beat is published. */
    public static void register(EventBus bus) {
        bus.registerCodec(new BeatCodec());
    }

    public static void publish(EventBus bus, Beat beat) {
        bus.publish(Addresses.BEATS, beat, OPTIONS);
    }

    @Override
    public void encodeToWire(Buffer out, Beat beat) {
        WireWriter w = new WireWriter(out);
        w.u8(VERSION).string(beat.node()).i64(beat.incarnation());
        w.bool(beat.wantsAnswer()).bool(beat.leaving()).bool(beat.draining()).bool(beat.gateway());
        w.string(beat.config());
        w.i32(beat.inFlight().size());
        beat.inFlight().forEach((provider, instances) -> {
            w.string(provider).i32(instances.length);
            for (int inFlight : instances) {
                w.i32(inFlight);
            }
        });
        writeHealth(w, beat.health());
        w.i32(beat.loads().size());
        beat.loads()
                .forEach((target, load) -> w.string(target).i32(load.inFlight()).i64(load.firstTokenMillis()));
    }

    private static void writeHealth(WireWriter w, Health health) {
        w.i32(health.circuits().size());
        health.circuits()
                .forEach((target, open) ->
                        w.string(target).i64(open.opening()).i64(open.millis()).string(open.why()));
        w.i32(health.keys().size());
        health.keys().forEach(key -> w.string(key.provider())
                .string(key.key())
                .string(key.model())
                .bool(key.broken())
                .i64(key.millis())
                .i64(key.row()));
    }

    /** A beat of another version is read as nothing at all: that node stays unknown here. */
    @Override
    public Beat decodeFromWire(int position, Buffer in) {
        WireReader r = new WireReader(in, position);
        if (r.u8() != VERSION) {
            return new Beat("", 0, false, false, false, false, "", Map.of(), Health.GOOD, Map.of());
        }
        String node = r.string();
        long incarnation = r.i64();
        boolean wantsAnswer = r.bool();
        boolean leaving = r.bool();
        boolean draining = r.bool();
        boolean gateway = r.bool();
        String config = r.string();
        Map<String, int[]> inFlight = new TreeMap<>();
        for (int providers = r.i32(); providers > 0; providers--) {
            String provider = r.string();
            int[] instances = new int[r.i32()];
            for (int i = 0; i < instances.length; i++) {
                instances[i] = r.i32();
            }
            inFlight.put(provider, instances);
        }
        Health health = readHealth(r);
        Map<String, TargetLoad> loads = new HashMap<>();
        for (int targets = r.i32(); targets > 0; targets--) {
            loads.put(r.string(), new TargetLoad(r.i32(), r.i64()));
        }
        return new Beat(node, incarnation, wantsAnswer, leaving, draining, gateway, config, inFlight, health, loads);
    }

    private static Health readHealth(WireReader r) {
        Map<String, OpenCircuit> circuits = new HashMap<>();
        for (int open = r.i32(); open > 0; open--) {
            circuits.put(r.string(), new OpenCircuit(r.i64(), r.i64(), r.string()));
        }
        List<RestingKey> keys = new ArrayList<>();
        for (int resting = r.i32(); resting > 0; resting--) {
            keys.add(new RestingKey(r.string(), r.string(), r.string(), r.bool(), r.i64(), r.i64()));
        }
        return new Health(circuits, keys);
    }

    @Override
    public Beat transform(Beat beat) {
        return beat;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
