package io.trawl.function;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets the server's time limit for silent connections ({@code quarkus.http.idle-timeout}) hold for requests that are being
 * received, and not for one that waits for its answer: a function may work on it for minutes, in which no byte passes. The
 * server knows no such difference and would close the connection.
 */
@Singleton
public class IdleConnections {

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(IdleConnections::received);
    }

    private static void received(RoutingContext context) {
        ConnectionBase connection = (ConnectionBase) context.request().connection();
        Answering answering = new Answering(context.request());
        connection
                .channel()
                .pipeline()
                .addBefore(connection.channelHandlerContext().name(), null, answering);
        context.addEndHandler(ended -> answering.remove());
        context.next();
    }

    /** Keeps from the server that a connection is silent, from the end of a request to that of its answer. */
    private static final class Answering extends ChannelInboundHandlerAdapter {
        private final HttpServerRequest request;
        private ChannelHandlerContext place;

        Answering(HttpServerRequest request) {
            this.request = request;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            place = context;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof IdleStateEvent) || !request.isEnded()) {
                context.fireUserEventTriggered(event);
            }
        }

        void remove() {
            if (!place.isRemoved()) {
                place.pipeline().remove(this);
            }
        }
    }
}
